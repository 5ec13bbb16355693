import type { Fault } from "../fault";
import { needsPower } from "./needs-power";

/** All packets of a machine are dropped, without a reset; then they pass again. */
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
