import Table from "cli-table3";
import { countsText } from "../../report/format";
import type { DrillResult } from "../result";

/**
 * Writes a table of all drills, and below it how many requests failed in all, and every check that did not hold, with the
 * timeline of its drill.
 */
export function tableOf(results: readonly DrillResult[]): string {
  const table = new Table({
    head: ["drill", "RPS", "failed of", "p90 ms", "worst ms", "away s", "back s", "verdict"],
    style: { head: [], border: [] },
  });
  for (const { id, rate, status, verdict } of results) {
    table.push([
      id,
      rate,
      verdict ? `${verdict.failed} of ${verdict.requests}` : "",
      verdict ? Math.round(verdict.p90Ms) : "",
      verdict ? Math.round(verdict.worstMs) : "",
      verdict ? verdict.outageSeconds.toFixed(1) : "",
      verdict?.recoverySeconds?.toFixed(1) ?? "",
      status,
    ]);
  }
  return [table.toString(), sumOf(results), ...results.flatMap(explained)].join("\n");
}

function sumOf(results: readonly DrillResult[]): string {
  const measured = results.flatMap(({ id, verdict }) => (verdict ? [{ id, ...verdict }] : []));
  const counted = measured.filter(({ mayBeAway }) => !mayBeAway);
  const left = [...new Set(measured.filter(({ mayBeAway }) => mayBeAway).map(({ id }) => id))];
  const sum = (key: "failed" | "requests"): number => counted.reduce((total, verdict) => total + verdict[key], 0);
  const without = left.length === 0 ? "" : `, without drills in which the service may be away: ${left.join(", ")}`;
  return `${sum("failed")} of ${sum("requests")} requests failed${without}`;
}

/** Explains in lines why a drill did not pass; none when it did. */
export function explained({ id, rate, reason, status, verdict }: DrillResult): readonly string[] {
  if (status === "pass") return [];
  const head = `${id}, ${rate} RPS: ${status}${reason === undefined ? "" : `: ${reason}`}`;
  if (!verdict) return [head];
  const missed = verdict.checks.filter(({ pass }) => !pass);
  return [
    head,
    ...missed.map((check) => `   ${check.name}: expected ${check.limit}, found ${check.measured}`),
    ...counted("failed requests", verdict.failedByEndpoint),
    ...counted("what failed them", verdict.failedByCode),
    ...verdict.timeline.map(({ atSeconds, who, text }) => `   ${atSeconds.toFixed(1).padStart(6)} s  ${who}: ${text}`),
  ];
}

function counted(what: string, counts: Readonly<Record<string, number>>): readonly string[] {
  const each = countsText(counts);
  return each.length === 0 ? [] : [`   ${what}: ${each.join(", ")}`];
}
