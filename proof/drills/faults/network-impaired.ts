import type { Impairment } from "../../../lab/substrate";
import type { Fault } from "../fault";
import { needsPlug } from "./needs-plug";
import { messageOf } from "../../../config/message-of";

/** A machine's packets are lost or late for a while. */
export function networkImpaired(machine: string, impairment: Impairment, seconds: number): Fault {
  const { loss, delayMs } = impairment;
  return {
    sparesInstances: true,
    async impossible(site) {
      const lacking = await needsPlug(site);
      if (lacking !== undefined) return lacking;
      try {
        // Not every host can delay packets.
        await site.plug(machine).impair({ loss: 0, delayMs });
        return undefined;
      } catch (error) {
        const [reason] = messageOf(error).split("\n");
        return `not possible here: ${reason ?? ""}`;
      } finally {
        await site.plug(machine).heal();
      }
    },
    async inject(site) {
      await site.plug(machine).impair(impairment);
      site.note(`${machine}: loses ${Math.round(loss * 100)} % of its packets each way, delays them by ${delayMs} ms`);
    },
    lastsSeconds: seconds,
    async heal(site) {
      await site.plug(machine).heal();
      site.note(`${machine}: network healed`);
    },
  };
}
