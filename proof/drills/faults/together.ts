import type { Fault } from "../fault";

/** Two faults at once: the second begins when the first has, and they are mended in the other order. */
export function together(first: Fault, second: Fault): Fault {
  return {
    sparesInstances: (first.sparesInstances ?? false) && (second.sparesInstances ?? false),
    impossible: async (site) => (await first.impossible?.(site)) ?? second.impossible?.(site),
    async prepare(site) {
      await first.prepare?.(site);
      await second.prepare?.(site);
    },
    async inject(site) {
      await first.inject(site);
      await second.inject(site);
    },
    lastsSeconds: Math.max(first.lastsSeconds, second.lastsSeconds),
    async heal(site) {
      try {
        await second.heal?.(site);
      } finally {
        await first.heal?.(site);
      }
    },
    async restore(site) {
      try {
        await second.restore?.(site);
      } finally {
        await first.restore?.(site);
      }
    },
  };
}
