import { messageOf } from "../../../config/message-of";
import type { Impairment } from "../../../lab";
import type { Fault } from "../fault";
import type { Site } from "../site";
import { databaseAnswers } from "./database-answers";

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

/** Files of Docker that are read at its start, each of which has kept it from starting when it was empty. */
const READ_AT_START = ["image/overlay2/repositories.json", "network/files/local-kv.db"].map(
  (file) => `/var/lib/docker/${file}`,
);

/** Cuts a node's power in the middle of a write: files of Docker are empty, or hold what was never written there. */
export function filesTorn(node: string, offSeconds: number): Fault {
  const [first = "", second = ""] = READ_AT_START;
  const lost = powerLost(node, offSeconds);
  return {
    ...lost,
    async inject(site) {
      await site.machine(node).succeed(`truncate --size 0 ${first}; head --bytes 20000 /dev/urandom >${second}; sync`);
      site.note(`${node}: ${first} emptied, ${second} torn`);
      await lost.inject(site);
    },
    recovered: (site) => site.everyInstanceAnswers(),
  };
}

/** Drops all packets of a machine without a reset, then lets them pass again. */
export function networkCut(machine: string, cutSeconds: number): Fault {
  return {
    impossible: needsPower,
    async inject(site) {
      await site.power(machine).cut();
      site.note(`${machine}: network cut`);
    },
    ...networkHealed(machine, cutSeconds),
  };
}

/** Loses or delays packets of a machine for a while. */
export function networkImpaired(machine: string, impairment: Impairment, seconds: number): Fault {
  const { loss, delayMs } = impairment;
  return {
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
    ...networkHealed(machine, seconds),
  };
}

function networkHealed(
  machine: string,
  lastsSeconds: number,
): Pick<Fault, "sparesInstances" | "lastsSeconds" | "heal"> {
  return {
    sparesInstances: true,
    lastsSeconds,
    async heal(site) {
      await site.power(machine).heal();
      site.note(`${machine}: network healed`);
    },
  };
}

/** Says why a fault needs the power and the network of a machine; undefined where they can be switched. */
function needsPower({ deployment }: Site): Promise<string | undefined> {
  return Promise.resolve(
    deployment.power
      ? undefined
      : "not possible over SSH: the machine's power and network cannot be switched from here",
  );
}
