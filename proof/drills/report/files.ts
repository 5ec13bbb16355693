import { writeFileSync } from "node:fs";
import { junitXml } from "../../report/junit";
import { page } from "../../report/page";
import type { DrillResult } from "../result";
import { drillSections } from "./html";
import { drillSuite } from "./junit";

export interface ReportFiles {
  readonly json?: string;
  readonly junit?: string;
  readonly html?: string;
}

/** Writes the chosen reports. */
export function writeReports(
  target: string,
  results: readonly DrillResult[],
  { json, junit, html }: ReportFiles,
): void {
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(results, null, 2)}\n`);
  if (junit !== undefined) writeFileSync(junit, junitXml([drillSuite(results)]));
  if (html !== undefined) {
    const lead = [
      `${conclusion(results)} Target: ${target}.`,
      `${new Date().toISOString().slice(0, 16).replace("T", " ")} UTC`,
    ];
    writeFileSync(html, page("Drills", lead, drillSections(results)));
  }
}

/** States the counts in one sentence. */
export function conclusion(results: readonly DrillResult[]): string {
  const count = (wanted: DrillResult["status"]): number => results.filter(({ status }) => status === wanted).length;
  const failed = count("fail") + count("broken");
  return `${count("pass")} drills passed, ${failed} failed, ${count("not measured")} not measured.`;
}
