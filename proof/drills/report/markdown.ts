import { markdownTable } from "../../report/markdown-table";
import { RATES } from "../drill";
import type { DrillResult } from "../result";

const FIGURES = ["failed", "p90 ms", "slowest ms", "back s"];

/** Writes the figures as a Markdown table: a row for each drill, the same columns for each rate. */
export function markdownOf(results: readonly DrillResult[]): string {
  const head = ["drill", ...RATES.flatMap((rate) => FIGURES.map((figure) => `${figure} at ${rate}/s`))];
  const rows = [...new Set(results.map(({ id }) => id))].map((id) => [
    `\`${id}\``,
    ...RATES.flatMap((rate) => figuresOf(results.find((result) => result.id === id && result.rate === rate))),
  ]);
  return markdownTable(head, rows, (column) => column > 0);
}

/** The figures of a drill; where there are none, its status. */
function figuresOf(result: DrillResult | undefined): readonly string[] {
  const { status = "not run", verdict } = result ?? {};
  if (!verdict) return FIGURES.map((_, column) => (column === 0 ? status : ""));
  const { failed, requests, p90Ms, worstMs, recoverySeconds } = verdict;
  return [
    `${failed} of ${requests}${status === "pass" ? "" : ` (${status})`}`,
    p90Ms.toFixed(0),
    worstMs.toFixed(0),
    recoverySeconds?.toFixed(1) ?? "not seen",
  ];
}
