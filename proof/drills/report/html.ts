import { timelines } from "../../report/load-charts";
import { type Cell, escape, htmlTable, timeOf, page, type Section } from "../../report/page";
import type { DrillResult } from "../result";
import type { DrillVerdict } from "../verdict";

const KINDS = { pass: "pass", fail: "fail", broken: "fail", "not measured": "open" } as const;

/** The drills as one page. @param target what was broken */
export function drillsPage(target: string, results: readonly DrillResult[]): string {
  const count = (wanted: DrillResult["status"]): number => results.filter(({ status }) => status === wanted).length;
  const failed = count("fail") + count("broken");
  const conclusion = `${count("pass")} drills passed, ${failed} failed, ${count("not measured")} not measured.`;
  return page("Drills", [`${conclusion} Target: ${target}.`, timeOf(new Date())], drillSections(results));
}

/** Writes a table of all drills, then for each its checks, what users saw second by second, and its timeline. */
export function drillSections(results: readonly DrillResult[]): readonly Section[] {
  if (results.length === 0) return [];
  return [{ title: "Drills", body: overview(results) }, ...results.map(section)];
}

function overview(results: readonly DrillResult[]): string {
  const rows = results.map(({ id, name, rate, status, verdict }): readonly Cell[] => [
    { text: id, kind: "dim" },
    { text: name },
    { text: String(rate), kind: "number" },
    { text: verdict ? `${verdict.failed} of ${verdict.requests}` : "-", kind: "number" },
    { text: verdict?.p90Ms.toFixed(0) ?? "-", kind: "number" },
    { text: verdict ? `${verdict.worstMs.toFixed(0)} (${verdict.worstEndpoint ?? "-"})` : "-" },
    { text: verdict ? verdict.outageSeconds.toFixed(1) : "-", kind: "number" },
    { text: verdict?.recoverySeconds?.toFixed(1) ?? "-", kind: "number" },
    { text: status, kind: KINDS[status] },
  ]);
  return htmlTable(
    ["id", "drill", "RPS", "failed", "p90 ms", "worst ms", "without service s", "serves again after s", ""],
    rows,
  );
}

function section(result: DrillResult): Section {
  const { name, rate, hypothesis, reason, verdict } = result;
  const why = reason === undefined ? [] : [`<p class="open">${escape(reason)}</p>`];
  const found = verdict ? [checks(verdict), charts(result), timeline(verdict)] : [];
  return {
    title: `${name}, ${rate} requests a second`,
    body: [`<p class="lead">${escape(hypothesis)}</p>`, ...why, ...found].join("\n"),
  };
}

function checks({ checks }: DrillVerdict): string {
  const rows = checks.map(({ name, measured, limit, pass }): readonly Cell[] => [
    { text: name },
    { text: pass ? "pass" : "fail", kind: pass ? "pass" : "fail" },
    { text: measured },
    { text: limit, kind: "dim" },
  ]);
  return htmlTable(["what", "", "measured", "limit"], rows);
}

function charts({ marks = [], slices = [] }: DrillResult): string {
  const moments = marks.map(({ atSeconds, text }) => [atSeconds, text] as const);
  return `<div class="charts">${timelines("Users' requests", slices, moments)}</div>`;
}

function timeline({ timeline: moments }: DrillVerdict): string {
  const rows = moments.map(({ atSeconds, who, text }): readonly Cell[] => [
    { text: atSeconds.toFixed(1), kind: "number" },
    { text: who },
    { text },
  ]);
  return `<details><summary>What happened, in order</summary>${htmlTable(["s", "who", "what"], rows)}</details>`;
}
