import { type Endpoint, ENDPOINTS } from "../load/request";
import { markdownTable } from "../report/markdown-table";
import { stepText } from "./capacity/load";
import type { BenchResult, DrillFigures, Latencies } from "./result";

/** Fewer requests have no percentiles. */
const FEW = 10;

type Row = readonly [label: string, ...cells: readonly string[]];

/** Writes the results side by side as a Markdown table. */
export function markdownOf(results: readonly BenchResult[]): string {
  const all = results.flatMap(({ drills }) => drills);
  const rows: Row[] = [
    row("deploy until it answers", results, ({ deploySeconds }) => `${deploySeconds.toFixed(0)} s`),
    row("deploy until accepted", results, ({ acceptedSeconds, missed }) =>
      acceptedSeconds === undefined ? `not: ${missed.join(", ")}` : `${acceptedSeconds.toFixed(0)} s`,
    ),
    row("highest rate with at most 1 % errors and p90 below 400 ms", results, ({ highestRate }) =>
      highestRate ? stepText(highestRate) : "none",
    ),
    row("GET /api/session, median", results, ({ bigListSeconds }) => `${bigListSeconds.toFixed(2)} s`),
    ...latencyRows(results, 120),
    ...[...new Map(all.map(({ id, rate }) => [id, rate]))].map(([id, rate]) =>
      row(`drill ${id}, ${rate}/s: failed; back after`, results, ({ drills }) =>
        figures(drills.find((each) => each.id === id)),
      ),
    ),
  ];
  return sideBySide(results, rows);
}

/** Writes latencies side by side as a Markdown table. @param rate requests per second at which they were measured */
export function latencyTable(results: readonly Timed[], rate: number): string {
  return sideBySide(results, latencyRows(results, rate));
}

type Timed = Pick<BenchResult, "title" | "latencies">;

function latencyRows(results: readonly Timed[], rate: number): readonly Row[] {
  return ENDPOINTS.filter((endpoint) => results.some((result) => latenciesOf(result, endpoint))).map((endpoint) =>
    row(`${endpoint}: p50 / p90 / p99 at ${rate}/s`, results, (result) => {
      const found = latenciesOf(result, endpoint);
      if (!found) return "";
      const errors = found.errors > 0 ? `, ${found.errors} of ${found.requests} failed` : "";
      if (found.requests < FEW) return `${milliseconds(found.p50)} ms, median of ${found.requests}${errors}`;
      return `${[found.p50, found.p90, found.p99].map(milliseconds).join(" / ")} ms${errors}`;
    }),
  );
}

function sideBySide(results: readonly Timed[], rows: readonly Row[]): string {
  const head: Row = ["", ...results.map(({ title }) => title)];
  return markdownTable(head, rows, (column) => column > 0);
}

function row<Result>(label: string, results: readonly Result[], cell: (result: Result) => string): Row {
  return [label, ...results.map(cell)];
}

function latenciesOf({ latencies }: Timed, endpoint: Endpoint): Latencies | undefined {
  return latencies.find((each) => each.endpoint === endpoint && each.requests > 0);
}

function figures(found: DrillFigures | undefined): string {
  if (!found) return "";
  const { failed, requests, recoverySeconds, reason, helped } = found;
  const before = helped ? "; made anew by hand before" : "";
  // Log lines may follow.
  if (failed === undefined) return `${reason?.split("\n")[0] ?? "not measured"}${before}`;
  const back = recoverySeconds === undefined ? "not seen back" : `${recoverySeconds.toFixed(1)} s`;
  return `${failed} of ${requests ?? 0}; ${back}${before}`;
}

function milliseconds(ms: number): string {
  return ms < 10 ? ms.toFixed(1) : ms.toFixed(0);
}
