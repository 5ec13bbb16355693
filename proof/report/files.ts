import { writeFileSync } from "node:fs";
import { junitXml, type TestSuite } from "./junit";

/** Files that a command writes, by its options of the same names. */
export type ReportFiles = Readonly<Partial<Record<"json" | "junit" | "html", string>>>;

/** Writes the chosen reports. */
export function writeReports(
  { json, junit, html }: ReportFiles,
  report: { readonly json: unknown; readonly suites: readonly TestSuite[]; readonly page: string },
): void {
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(report.json, null, 2)}\n`);
  if (junit !== undefined) writeFileSync(junit, junitXml(report.suites));
  if (html !== undefined) writeFileSync(html, report.page);
}
