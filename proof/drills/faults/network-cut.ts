import type { Fault } from "../fault";
import { needsPlug } from "./needs-plug";

/** All packets of a machine are dropped, without a reset; then they pass again. */
export function networkCut(machine: string, cutSeconds: number): Fault {
  return {
    sparesInstances: true,
    impossible: needsPlug,
    async inject(site) {
      await site.plug(machine).cut();
      site.note(`${machine}: network cut`);
    },
    lastsSeconds: cutSeconds,
    async heal(site) {
      site.note(`${machine}: network healed`);
      await site.plug(machine).heal();
    },
  };
}
