import { readFileSync } from "node:fs";
import { z } from "zod";

/** What the drills found of an application node's failure. */
export interface NodeFailures {
  /** Names of the drills. */
  readonly drills: readonly string[];
  /** Users' requests that failed, in all of them. */
  readonly failed: number;
  readonly requests: number;
  /** The longest time until the node served again, in seconds; undefined: one did not. */
  readonly recoverySeconds?: number;
}

/** A node's power is lost; a node's network is cut. */
const NODE_FAILURES: readonly number[] = [6, 7];
/** While a node is down the throughput may fall to that, in requests per second. */
const RATE = 60;

const REPORT = z.array(
  z.object({
    number: z.number(),
    name: z.string(),
    rate: z.number(),
    verdict: z.object({ failed: z.number(), requests: z.number(), recoverySeconds: z.number().optional() }).optional(),
  }),
);

/** Reads what `npm run drill -- --json FILE` wrote. @throws when it is no such file */
export function readNodeFailures(file: string): NodeFailures | undefined {
  const report = REPORT.safeParse(JSON.parse(readFileSync(file, "utf8")));
  if (!report.success) throw new Error(`${file}: expected the results of npm run drill: ${report.error.message}`);
  const results = report.data.filter(({ number, rate }) => NODE_FAILURES.includes(number) && rate === RATE);
  const verdicts = results.flatMap(({ verdict }) => verdict ?? []);
  if (verdicts.length === 0) return undefined;
  const sum = (of: (verdict: (typeof verdicts)[number]) => number): number =>
    verdicts.reduce((total, verdict) => total + of(verdict), 0);
  const times = verdicts.flatMap(({ recoverySeconds }) => recoverySeconds ?? []);
  return {
    drills: results.map(({ number, name }) => `${number} ${name}`),
    failed: sum(({ failed }) => failed),
    requests: sum(({ requests }) => requests),
    ...(times.length === verdicts.length ? { recoverySeconds: Math.max(...times) } : {}),
  };
}
