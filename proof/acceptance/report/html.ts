import type { Acceptance } from "../accept";
import { samplesByGroup, type Run } from "../facts";
import type { Verdict } from "../judge";
import { secondsOf } from "../../load/statistics";
import { countsText, figure, limitText } from "../../report/format";
import { distributions, timelines } from "../../report/load-charts";
import { htmlTable, timeOf, page, type Cell, type Section } from "../../report/page";
import { loadSummaries, type Figures } from "./summaries";
import { conclusionLine } from "./table";

const KINDS = { pass: "pass", fail: "fail", "not measured": "open" } as const;

/** The acceptance as one page. */
export function htmlReport(acceptance: Acceptance): string {
  const { subject, facts, startedAt } = acceptance;
  const { certificate } = facts;
  const lead = [
    conclusionLine(acceptance),
    `${timeOf(startedAt)}, ${subject.https} and ${subject.http}`,
    ...(certificate
      ? [`Certificate: ${certificate.subject}, ${certificate.selfSigned ? "self-signed" : certificate.issuer}`]
      : []),
  ];
  return page(`Acceptance of ${new URL(subject.https).host}`, lead, acceptanceSections(acceptance));
}

/** A table of the rows, charts of the loads, and a table of their figures. */
export function acceptanceSections({ facts, verdicts, plan }: Acceptance): readonly Section[] {
  const runs = facts.runs ?? [];
  const alone = runs.filter(({ group }) => group.endsWith("alone")).flatMap(({ history }) => history.samples);
  const mixed = [...samplesByGroup(runs)].filter(([group]) => group.startsWith("all endpoints"));
  const charts = [
    ...(alone.length > 0 ? [distributions("Each endpoint alone", alone, plan.p90Ms)] : []),
    ...mixed.map(([group, samples]) => timelines(title(group), secondsOf(samples))),
    ...mixed.map(([group, samples]) => distributions(title(group), samples)),
  ];
  return [
    { title: "Requirements", body: requirementsTable(verdicts) },
    ...(charts.length > 0 ? [{ title: "Loads", body: `<div class="charts">${charts.join("\n")}</div>` }] : []),
    ...(runs.length > 0 ? [{ title: "Latencies and errors", body: loadsTable(runs) }] : []),
  ];
}

function requirementsTable(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map(({ requirement, outcome, measured, detail }): readonly Cell[] => {
    const { point, text, unit, limit, load } = requirement;
    return [
      { text: String(point), kind: "dim" },
      { text: load === "none" ? text : `${text} (${load})` },
      { text: outcome, kind: KINDS[outcome] },
      { text: measured === undefined ? "-" : `${figure(measured)} ${unit}`, kind: "number" },
      { text: limitText(limit) },
      { text: detail, kind: "dim" },
    ];
  });
  return htmlTable(["", "", "", "measured", "limit", "evidence"], rows);
}

function loadsTable(runs: readonly Run[]): string {
  const rows = loadSummaries(runs).flatMap(({ name, rate, endpoints }) =>
    endpoints.map((each): readonly Cell[] => [
      { text: name },
      { text: `${figure(rate)}/s`, kind: "number" },
      { text: each.endpoint },
      { text: String(each.requests), kind: "number" },
      { text: errorsOf(each), ...(each.errors > 0 ? { kind: "fail" } : {}) },
      ...[each.p50Ms, each.p90Ms, each.p99Ms, each.maxMs].map((ms): Cell => ({
        text: ms === null ? "-" : figure(ms),
        kind: "number",
      })),
    ]),
  );
  const head = ["load", "rate", "endpoint", "requests", "errors", "p50 ms", "p90 ms", "p99 ms", "worst ms"];
  return htmlTable(head, rows);
}

function errorsOf({ errors, errorsByCode }: Figures): string {
  return errors === 0 ? "0" : `${errors} (${countsText(errorsByCode).join(", ")})`;
}

function title(group: string): string {
  return group.charAt(0).toUpperCase() + group.slice(1);
}
