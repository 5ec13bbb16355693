import builder from "junit-report-builder";
import type { DrillResult } from "../result";
import { explained } from "./table";

/** For CI: a case for each drill and rate. What was not measured is skipped, and says why. */
export function junitReport(results: readonly DrillResult[]): string {
  const report = builder.newBuilder();
  const suite = report.testSuite().name("drills");
  for (const result of results) {
    const { id, name, rate, status, verdict } = result;
    const told = verdict?.checks.map((check) => `${check.name}: ${check.measured} (${check.limit})`) ?? [];
    const one = suite.testCase().className(`drills.${id}`).name(`${name} at ${rate} requests a second`);
    one.standardOutput([...told, ...explained(result)].join("\n"));
    if (status === "fail") one.failure(explained(result).join("\n"));
    if (status === "broken") one.error(explained(result).join("\n"));
    if (status === "not measured") one.skipped();
  }
  return report.build();
}
