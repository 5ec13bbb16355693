import { figure } from "./format";

/** What becomes of a row that is judged. */
export type Outcome = "pass" | "fail" | "not measured";

/** The outcomes as a table shows them. */
export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  pass: "pass",
  fail: "FAIL",
  "not measured": "not measured",
};

/** A run whose rows are judged. */
export interface JudgedRun {
  readonly verdicts: readonly { readonly outcome: Outcome }[];
  readonly interrupted: boolean;
  readonly plan: { readonly name: string };
  readonly seconds: number;
}

/** States a conclusion in one sentence. @param word for example `Accepted` */
export function conclusionText(word: string, { verdicts, interrupted, plan, seconds }: JudgedRun): string {
  const count = (outcome: Outcome): number => verdicts.filter((verdict) => verdict.outcome === outcome).length;
  const how = interrupted ? "interrupted" : `the ${plan.name} plan`;
  const counts = `${count("pass")} passed, ${count("fail")} failed, ${count("not measured")} not measured`;
  return `${word}: ${counts} (${how}, ${figure(seconds)} s).`;
}

const SHOWN_SESSIONS = 10;

/** Names sessions that a run created and did not delete, in lines; none when there are none. @param left their ids */
export function sessionsLeft(left: readonly number[]): readonly string[] {
  if (left.length === 0) return [];
  return ["", `${left.length} sessions of this run stay, for example ${left.slice(0, SHOWN_SESSIONS).join(", ")}.`];
}
