import { timelines } from "../../report/load-charts";
import { htmlTable, page, type Cell, type Section } from "../../report/page";
import type { CheckerResult } from "../run";
import { loadFigures } from "./loads";
import { conclusionLine, measured } from "./text";

const KINDS = { pass: "pass", fail: "fail", "not measured": "open" } as const;

/** The rows, and the requests of each load second by second, as the checker's own page shows them. */
export function htmlReport(result: CheckerResult): string {
  const { subject, startedAt } = result;
  const lead = [
    conclusionLine(result),
    `${startedAt.toISOString().slice(0, 16).replace("T", " ")} UTC, ${subject.https}`,
  ];
  return page(`The task's checker on ${new URL(subject.https).host}`, lead, checkerSections(result));
}

/** The sections of that page. */
export function checkerSections({ verdicts, facts }: CheckerResult): readonly Section[] {
  const rows = verdicts.map((verdict): readonly Cell[] => [
    { text: verdict.row.text },
    { text: verdict.outcome, kind: KINDS[verdict.outcome] },
    { text: measured(verdict).join(" · "), kind: "dim" },
  ]);
  const charts = loadFigures(facts).map(({ name, timeline, seconds }) =>
    // The last seconds have only the answers to what was sent before.
    timelines(name, timeline.slice(0, Math.ceil(seconds))),
  );
  return [
    { title: "Rows", body: htmlTable(["", "", "measured"], rows) },
    ...(charts.length > 0 ? [{ title: "Loads", body: `<div class="charts">${charts.join("\n")}</div>` }] : []),
  ];
}
