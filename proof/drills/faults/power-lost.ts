import type { Fault } from "../fault";
import { databaseAnswers } from "./database-answers";
import { needsPlug } from "./needs-plug";

/** A machine's power fails, and comes back. */
export function powerLost(machine: string, offSeconds: number): Fault {
  return {
    impossible: needsPlug,
    async inject(site) {
      site.note(`${machine}: power off`);
      await site.plug(machine).crash();
    },
    lastsSeconds: offSeconds,
    async heal(site) {
      site.note(`${machine}: power on`);
      await site.plug(machine).start();
    },
    recovered: databaseAnswers,
  };
}
