import type { Poison } from "../../load/request";
import type { Fault } from "../fault";

/** Sends a dangerous operation, as some user might; several times, one after the other, with another id each time. */
export function poisonSent(kind: Poison, lastsSeconds: number, times = 1): Fault {
  return {
    async inject(site) {
      for (let sent = 0; sent < times; sent++) await site.poison(kind, sent);
    },
    lastsSeconds,
  };
}
