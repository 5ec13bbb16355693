import type { TestSuite } from "../../report/junit";
import type { DrillResult } from "../result";
import { explained } from "./table";

/** A case for each drill and rate. One that was not measured says why. */
export function drillSuite(results: readonly DrillResult[]): TestSuite {
  const cases = results.map((result) => {
    const { id, name, rate, status, verdict } = result;
    const why = explained(result);
    const checks = verdict?.checks.map((check) => `${check.name}: ${check.measured} (${check.limit})`) ?? [];
    return {
      className: `drills.${id}`,
      name: `${name} at ${rate} requests a second`,
      status,
      message: why.join("\n"),
      output: [...checks, ...why].join("\n"),
    };
  });
  return { name: "drills", cases };
}
