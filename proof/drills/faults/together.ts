import type { Fault } from "../fault";
import type { Site } from "../site";

/** Breaks several things at once: breaks them in their order, mends them in the other one. It lasts as long as the longest. */
export function together(...faults: readonly Fault[]): Fault {
  const reversed = [...faults].reverse();
  const each = async (of: readonly Fault[], act: (fault: Fault) => Promise<unknown> | undefined): Promise<void> => {
    for (const fault of of) await act(fault);
  };
  return {
    async impossible(site) {
      for (const fault of faults) {
        const reason = await fault.impossible?.(site);
        if (reason !== undefined) return reason;
      }
      return undefined;
    },
    sparesInstances: faults.every(({ sparesInstances = false }) => sparesInstances),
    prepare: (site: Site) => each(faults, (fault) => fault.prepare?.(site)),
    inject: (site: Site) => each(faults, (fault) => fault.inject(site)),
    lastsSeconds: Math.max(...faults.map(({ lastsSeconds }) => lastsSeconds)),
    heal: (site: Site) => each(reversed, (fault) => fault.heal?.(site)),
    restore: (site: Site) => each(reversed, (fault) => fault.restore?.(site)),
  };
}
