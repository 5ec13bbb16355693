import type { Impairment } from "../../../lab";
import type { Fault } from "../fault";
import { needsPower } from "./needs-power";
import { messageOf } from "../../../config/message-of";

/** Loses or delays packets of a machine for a while. */
export function networkImpaired(machine: string, impairment: Impairment, seconds: number): Fault {
  const { loss, delayMs } = impairment;
  return {
    sparesInstances: true,
    async impossible(site) {
      const lacking = await needsPower(site);
      if (lacking !== undefined) return lacking;
      try {
        // Not every host can delay packets.
        await site.power(machine).impair({ loss: 0, delayMs });
        return undefined;
      } catch (error) {
        const [reason] = messageOf(error).split("\n");
        return `not possible here: ${reason ?? ""}`;
      } finally {
        await site.power(machine).heal();
      }
    },
    async inject(site) {
      await site.power(machine).impair(impairment);
      site.note(`${machine}: loses ${Math.round(loss * 100)} % of its packets each way, delays them by ${delayMs} ms`);
    },
    lastsSeconds: seconds,
    async heal(site) {
      await site.power(machine).heal();
      site.note(`${machine}: network healed`);
    },
  };
}
