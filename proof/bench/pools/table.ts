import { markdownTable } from "../../report/markdown-table";
import type { PoolResult } from "./measure";

const COLUMNS: readonly (readonly [string, (result: PoolResult) => string])[] = [
  ["pool", ({ size }) => String(size)],
  ["at once", ({ atOnce }) => String(atOnce)],
  ["answers/s", ({ perSecond }) => perSecond.toFixed(0)],
  ["failed", ({ failed, requests }) => `${failed} of ${requests}`],
  ["p50 / p90 ms", ({ p50Ms, p90Ms }) => `${p50Ms.toFixed(0)} / ${p90Ms.toFixed(0)}`],
  [
    "big join ms",
    ({ listMs, listsFailed }) => `${listMs.toFixed(0)}${listsFailed > 0 ? `, ${listsFailed} failed` : ""}`,
  ],
  ["wait ms", ({ waitMs }) => waitMs.toFixed(1)],
  [
    "logins/s: clients, PostgreSQL",
    (r) => `${r.clientLoginsPerSecond.toFixed(1)}, ${r.serverLoginsPerSecond.toFixed(2)}`,
  ],
  ["database lost", ({ databaseLost }) => String(databaseLost)],
];

/** Writes a Markdown table with a row for each load. */
export function markdownOf(results: readonly PoolResult[]): string {
  const rows = results.map((result) => COLUMNS.map(([, of]) => of(result)));
  return markdownTable(
    COLUMNS.map(([head]) => head),
    rows,
    () => true,
  );
}
