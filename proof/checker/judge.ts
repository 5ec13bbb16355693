import type { Outcome } from "../report/conclusion";
import { holds } from "../report/format";
import type { Check, CheckerRow, Found } from "./row";
import type { StepId } from "./steps";

export interface JudgedCheck extends Check {
  readonly outcome: Outcome;
}

/** The judgement of one row. */
export interface RowVerdict {
  readonly row: CheckerRow;
  readonly outcome: Outcome;
  readonly checks: readonly JudgedCheck[];
  /** Why it was not measured. */
  readonly reason?: string;
}

/** Judges a row by what was measured. @param unfinished for each part of the run that did not finish, the reason */
export function judgeRow(row: CheckerRow, found: Found, unfinished: ReadonlyMap<StepId, string>): RowVerdict {
  const cause = row.needs.map((step) => unfinished.get(step)).find((reason) => reason !== undefined);
  const checks = row.checks(found).map((check): JudgedCheck => ({ ...check, outcome: outcomeOf(check) }));
  if (checks.some(({ outcome }) => outcome === "fail")) return { row, checks, outcome: "fail" };
  const open = checks.find(({ outcome }) => outcome === "not measured");
  if (cause === undefined && !open) return { row, checks, outcome: "pass" };
  const elsewhere = row.reach === "machines" ? "needs the machines: --lab or --ssh" : "not reached";
  return { row, checks, outcome: "not measured", reason: cause ?? open?.detail ?? elsewhere };
}

function outcomeOf({ limit, value }: Check): Outcome {
  if (value === undefined || Number.isNaN(value)) return "not measured";
  return holds(limit, value) ? "pass" : "fail";
}

/** The verdict on the whole, which becomes the exit status. */
export type Conclusion = "passed" | "failed" | "undecided";

/**
 * Concludes from all verdicts. Failed: a row fails. Undecided: a row that can be measured from here was not.
 *
 * @param withMachines whether the machines can be reached from here
 */
export function conclude(verdicts: readonly RowVerdict[], withMachines: boolean): Conclusion {
  if (verdicts.some(({ outcome }) => outcome === "fail")) return "failed";
  const open = verdicts.some(({ outcome, row: { reach } }) => {
    return outcome === "not measured" && (reach !== "machines" || withMachines);
  });
  return open ? "undecided" : "passed";
}
