import { z } from "zod";
import { recycleWindowSeconds, RESTART_SECONDS } from "../recycling";

/** Memory for an app node's own programs: Debian, Docker, exporter. */
const SYSTEM_MEMORY_MB = 512;

const memory = z.object({
  bingo: z.object({ instancesPerNode: z.number(), instanceMemoryMb: z.number().optional() }),
  machines: z.object({ appNode: z.object({ memoryGb: z.number() }) }),
});
const recycling = z.object({ bingo: z.object({ instancesPerNode: z.number(), lifetimeMinutes: z.number() }) });
const metrics = z.object({
  monitoring: z.object({ retentionGb: z.number() }),
  machines: z.object({ edge: z.object({ diskGb: z.number() }) }),
});

// Checks over several sections. Each runs when its values are there, whatever else is wrong: all problems are reported
// together.

export const instancesFitNode = z.superRefine<z.output<typeof memory>>(
  (installation, context) => {
    const most = memoryPerInstanceMb(installation);
    if ((installation.bingo.instanceMemoryMb ?? most) <= most) return;
    const message = `at most ${most}: machines.appNode.memoryGb less ${SYSTEM_MEMORY_MB} MB, shared by bingo.instancesPerNode`;
    context.addIssue({ code: "custom", path: ["bingo", "instanceMemoryMb"], message });
  },
  { when: ({ value }) => memory.safeParse(value).success },
);

/** App nodes of an installation (stacks/). */
const NODES = 2;

export const restartsFitLifetime = z.superRefine<z.output<typeof recycling>>(
  ({ bingo }, context) => {
    const fits = (instancesPerNode: number): boolean =>
      recycleWindowSeconds({ ...bingo, nodes: NODES, instancesPerNode }) > RESTART_SECONDS;
    if (fits(bingo.instancesPerNode)) return;
    const most = Array.from({ length: bingo.instancesPerNode }, (_, n) => n).findLast(fits) ?? 1;
    const message = `at most ${most} with bingo.lifetimeMinutes ${bingo.lifetimeMinutes}: each is restarted alone, for which it has ${RESTART_SECONDS} s`;
    context.addIssue({ code: "custom", path: ["bingo", "instancesPerNode"], message });
  },
  { when: ({ value }) => recycling.safeParse(value).success },
);

export const metricsFitDisk = z.superRefine<z.output<typeof metrics>>(
  ({ monitoring, machines }, context) => {
    const most = Math.floor(machines.edge.diskGb / 2);
    if (monitoring.retentionGb <= most) return;
    const message = `at most ${most}: half of machines.edge.diskGb`;
    context.addIssue({ code: "custom", path: ["monitoring", "retentionGb"], message });
  },
  { when: ({ value }) => metrics.safeParse(value).success },
);

/** An instance's equal share of the memory that the system leaves, in MB. */
export function memoryPerInstanceMb({ bingo, machines }: z.output<typeof memory>): number {
  return Math.floor((machines.appNode.memoryGb * 1024 - SYSTEM_MEMORY_MB) / bingo.instancesPerNode);
}
