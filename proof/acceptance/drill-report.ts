import { readFileSync } from "node:fs";
import { z } from "zod";
import type { DrillId } from "../drills/drills";

/** What the drills found of an application node's failure. */
export interface NodeFailures {
  /** Ids of the drills. */
  readonly drills: readonly string[];
  /** Users' requests that failed, in all of them. */
  readonly failed: number;
  readonly requests: number;
  /** The longest time until the node served again, in seconds; undefined: one did not. */
  readonly recoverySeconds?: number;
}

const NODE_FAILURES: readonly string[] = ["app-node-power", "app-node-network"] satisfies readonly DrillId[];
/** While a node is down the throughput may fall to that, in requests per second. */
const RATE = 60;

const RESULT = z.object({
  id: z.string(),
  rate: z.number(),
  verdict: z.object({ failed: z.number(), requests: z.number(), recoverySeconds: z.number().optional() }).optional(),
});

/** Reads what `npm run drill -- --json FILE` wrote. @throws when it is no such file */
export function readNodeFailures(file: string): NodeFailures | undefined {
  const report = z.array(RESULT).safeParse(JSON.parse(readFileSync(file, "utf8")));
  if (!report.success) throw new Error(`${file}: expected the results of npm run drill: ${report.error.message}`);
  return nodeFailuresOf(report.data);
}

/** Sums up the drills in which a node failed; undefined when none of them was carried through. */
export function nodeFailuresOf(all: readonly z.infer<typeof RESULT>[]): NodeFailures | undefined {
  const results = all.filter(({ id, rate }) => NODE_FAILURES.includes(id) && rate === RATE);
  const verdicts = results.flatMap(({ verdict }) => verdict ?? []);
  if (verdicts.length === 0) return undefined;
  const sum = (of: (verdict: (typeof verdicts)[number]) => number): number =>
    verdicts.reduce((total, verdict) => total + of(verdict), 0);
  const times = verdicts.flatMap(({ recoverySeconds }) => recoverySeconds ?? []);
  return {
    drills: results.map(({ id }) => id),
    failed: sum(({ failed }) => failed),
    requests: sum(({ requests }) => requests),
    ...(times.length === verdicts.length ? { recoverySeconds: Math.max(...times) } : {}),
  };
}
