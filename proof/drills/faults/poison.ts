import type { Poison } from "../../load/request";
import type { Fault } from "../fault";

/** Sends a dangerous operation, as some user might. */
export function poisonOnce(kind: Poison, lastsSeconds: number): Fault {
  return { inject: (site) => site.poison(kind), lastsSeconds };
}

/** Sends the same dangerous operation several times, one after the other. */
export function poisonRepeatedly(kind: Poison, times: number): Fault {
  return {
    async inject(site) {
      for (let sent = 0; sent < times; sent++) await site.poison(kind);
    },
    lastsSeconds: 5,
  };
}
