import Table from "cli-table3";
import { conclusionText, OUTCOME_WORDS, sessionsLeft } from "../../report/conclusion";
import { figure, limitText } from "../../report/format";
import type { JudgedCheck, RowVerdict } from "../judge";
import type { CheckerResult } from "../run";
import { capacity, INSTANCES, loadFigures } from "./loads";

const STYLE = { head: [], border: [], compact: true };

/** Prints for a terminal: the rows with what was measured, the throughput of each load, the conclusion. */
export function textReport(result: CheckerResult): string {
  const rows = new Table({ head: ["", "", "measured"], style: STYLE });
  for (const verdict of result.verdicts) {
    rows.push([verdict.row.text, OUTCOME_WORDS[verdict.outcome], measured(verdict).join("\n")]);
  }
  const lines = [rows.toString()];
  const loads = loadFigures(result.facts);
  if (loads.length > 0) {
    const of = INSTANCES.map((count) => `of ${count}: ${capacity(count)}`);
    const table = new Table({ head: ["load", "/s", ...of, "p50 ms", "p90 ms", "p99 ms", "errors"], style: STYLE });
    for (const { name, throughput, p50Ms, p90Ms, p99Ms, errors, requests } of loads) {
      table.push([
        name,
        figure(throughput),
        ...INSTANCES.map((count) => `${figure(Math.round((100 * throughput) / capacity(count)))} %`),
        ...[p50Ms, p90Ms, p99Ms].map((ms) => figure(Math.round(ms ?? NaN))),
        `${errors} of ${requests}`,
      ]);
    }
    const how = `over ${result.plan.connections} connections, sessions over one`;
    lines.push("", `Throughput ${how}, and what 2, 3 and 4 instances can give:`, table.toString());
  }
  lines.push(...sessionsLeft(result.left));
  lines.push("", conclusionLine(result));
  return lines.join("\n");
}

/** A line for each check of a row, or why there is none. */
export function measured({ checks, outcome, reason }: RowVerdict): readonly string[] {
  return outcome === "not measured" ? [reason ?? "", ...checks.flatMap(partLine)] : checks.map(checkLine);
}

/** What was measured of a row that was not measured as a whole. */
function partLine(check: JudgedCheck): readonly string[] {
  return check.outcome === "not measured" ? [] : [checkLine(check)];
}

function checkLine({ name, value, unit, limit, detail, outcome }: JudgedCheck): string {
  const found = value === undefined ? "-" : [figure(value), unit].join(unit.startsWith("/") ? "" : " ").trim();
  const why = detail === undefined ? "" : `; ${detail}`;
  return `${name} ${found} (${outcome === "fail" ? "expected " : ""}${limitText(limit)})${why}`;
}

/** States the conclusion in one sentence. */
export function conclusionLine(result: CheckerResult): string {
  const words = { passed: "Passed", failed: "Failed", undecided: "Undecided" };
  return conclusionText(words[result.conclusion], result);
}
