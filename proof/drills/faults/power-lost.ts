import type { Fault } from "../fault";
import { databaseAnswers } from "./database-answers";
import { needsPower } from "./needs-power";

/** Cuts a machine's power, then gives it back. */
export function powerLost(machine: string, offSeconds: number): Fault {
  return {
    impossible: needsPower,
    async inject(site) {
      site.note(`${machine}: power off`);
      await site.power(machine).crash();
    },
    lastsSeconds: offSeconds,
    async heal(site) {
      site.note(`${machine}: power on`);
      await site.power(machine).start();
    },
    recovered: databaseAnswers,
  };
}
