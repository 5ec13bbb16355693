import builder from "junit-report-builder";
import type { Acceptance } from "../accept";
import { figure, limitText } from "../../report/format";

/** For CI: a case for each row. What was not measured is skipped, and says why. */
export function junitReport({ verdicts, startedAt, seconds }: Acceptance): string {
  const report = builder.newBuilder();
  const suite = report.testSuite().name("acceptance").timestamp(startedAt).time(seconds);
  for (const { requirement, outcome, measured, detail } of verdicts) {
    const { id, text, unit, limit, point } = requirement;
    const told = `${measured === undefined ? "not measured" : `${figure(measured)} ${unit}`}, ${limitText(limit)}: ${detail}`;
    const one = suite.testCase().className(`acceptance.${point}`).name(`${id}: ${text}`).standardOutput(told);
    if (outcome === "fail") one.failure(told, id);
    if (outcome === "not measured") one.skipped();
  }
  return report.build();
}
