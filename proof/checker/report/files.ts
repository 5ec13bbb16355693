import { writeFileSync } from "node:fs";
import { junitXml, type TestSuite } from "../../report/junit";
import { timelines } from "../../report/load-charts";
import { htmlTable, page, type Cell, type Section } from "../../report/page";
import type { CheckerResult } from "../run";
import { loadFigures } from "./loads";
import { conclusionLine, measured } from "./text";

export interface ReportFiles {
  readonly json?: string;
  readonly junit?: string;
  readonly html?: string;
}

/** Writes the chosen reports. */
export function writeReports(result: CheckerResult, { json, junit, html }: ReportFiles): void {
  if (json !== undefined) writeFileSync(json, jsonReport(result));
  if (junit !== undefined) writeFileSync(junit, junitXml([checkerSuite(result)]));
  if (html !== undefined) writeFileSync(html, htmlReport(result));
}

/** The report for programs. Fields are stable; new ones may be added. */
function jsonReport(result: CheckerResult): string {
  const { conclusion, interrupted, startedAt, seconds, plan, subject, verdicts, facts, left } = result;
  const { http, https, address } = subject;
  const rows = verdicts.map(({ row: { id, text }, outcome, checks, reason }) => ({
    id,
    text,
    outcome,
    checks,
    reason,
  }));
  const urls = { http, https, address };
  const loads = loadFigures(facts);
  return `${JSON.stringify({ conclusion, interrupted, startedAt, seconds, urls, plan, rows, loads, left }, null, 2)}\n`;
}

/** A case for each row. One that was not measured says why. */
function checkerSuite({ verdicts, startedAt, seconds }: CheckerResult): TestSuite {
  const cases = verdicts.map((verdict) => {
    const { id, text } = verdict.row;
    const output = measured(verdict).join("\n");
    return { className: "checker", name: `${id}: ${text}`, status: verdict.outcome, message: output, type: id, output };
  });
  return { name: "checker", startedAt, seconds, cases };
}

const KINDS = { pass: "pass", fail: "fail", "not measured": "open" } as const;

/** The rows, and the requests of each load second by second, as the checker's own page shows them. */
function htmlReport(result: CheckerResult): string {
  const { subject, startedAt, verdicts, facts } = result;
  const rows = verdicts.map((verdict): readonly Cell[] => [
    { text: verdict.row.text },
    { text: verdict.outcome, kind: KINDS[verdict.outcome] },
    { text: measured(verdict).join(" · "), kind: "dim" },
  ]);
  const charts = loadFigures(facts).map(({ name, timeline, seconds }) =>
    // The last seconds have only the answers to what was sent before.
    timelines(name, timeline.slice(0, Math.ceil(seconds))),
  );
  const sections: readonly Section[] = [
    { title: "Rows", body: htmlTable(["", "", "measured"], rows) },
    ...(charts.length > 0 ? [{ title: "Loads", body: `<div class="charts">${charts.join("\n")}</div>` }] : []),
  ];
  const lead = [
    conclusionLine(result),
    `${startedAt.toISOString().slice(0, 16).replace("T", " ")} UTC, ${subject.https}`,
  ];
  return page(`The task's checker on ${new URL(subject.https).host}`, lead, sections);
}
