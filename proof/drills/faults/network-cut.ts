import type { Fault } from "../fault";
import { needsPower } from "./needs-power";

/** Drops all packets of a machine without a reset, then lets them pass again. */
export function networkCut(machine: string, cutSeconds: number): Fault {
  return {
    sparesInstances: true,
    impossible: needsPower,
    async inject(site) {
      await site.power(machine).cut();
      site.note(`${machine}: network cut`);
    },
    lastsSeconds: cutSeconds,
    async heal(site) {
      site.note(`${machine}: network healed`);
      await site.power(machine).heal();
    },
  };
}
