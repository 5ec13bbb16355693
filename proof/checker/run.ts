import { messageOf } from "../../config/message-of";
import { remove } from "../acceptance/measure/loads";
import type { Subject } from "../acceptance/subject";
import type { Progress } from "../report/progress";
import { Checking } from "./checking";
import type { Facts } from "./facts";
import { conclude, judgeRow, type Conclusion, type RowVerdict } from "./judge";
import type { CheckerPlan } from "./plan";
import { ROWS } from "./rows";
import { STEPS, type StepId } from "./steps";

export interface CheckerOptions {
  readonly subject: Subject;
  readonly plan: CheckerPlan;
  /** The e-mail that the service's config has to have. */
  readonly email: string;
  readonly progress: Progress;
  /** Ends the run within a second. What was measured so far is judged. */
  readonly signal: AbortSignal;
}

/** A run of the checker, with its verdicts. */
export interface CheckerResult {
  readonly startedAt: Date;
  readonly seconds: number;
  readonly plan: CheckerPlan;
  readonly subject: Subject;
  readonly facts: Facts;
  readonly verdicts: readonly RowVerdict[];
  readonly conclusion: Conclusion;
  readonly interrupted: boolean;
  /** Ids of sessions that this run created and did not delete. */
  readonly left: readonly number[];
}

/** Plays the checker: all parts in order, then the rows are judged. A part that fails leaves its rows open. */
export async function runChecker({ subject, plan, email, progress, signal }: CheckerOptions): Promise<CheckerResult> {
  const checking = new Checking(subject, plan, progress, signal);
  const unfinished = new Map<StepId, string>();
  const startedAt = new Date();
  const interrupted = (): boolean => signal.aborted;
  for (const { id, run, possible } of STEPS) {
    if (possible?.(subject) === false) continue;
    if (!interrupted()) await run(checking).catch((error: unknown) => unfinished.set(id, messageOf(error)));
    if (interrupted()) unfinished.set(id, "interrupted");
    progress.end();
  }
  if (!interrupted()) {
    for (const measuring of [checking.first, checking.second]) {
      if (measuring.created.size > 0) await remove(measuring, [...measuring.created]).catch(() => undefined);
    }
  }
  const { facts, left } = checking;
  const verdicts = ROWS.map((row) => judgeRow(row, { facts, plan, subject, email }, unfinished));
  return {
    startedAt,
    seconds: (Date.now() - startedAt.getTime()) / 1000,
    plan,
    subject,
    facts,
    verdicts,
    conclusion: conclude(verdicts, subject.machines !== undefined),
    interrupted: interrupted(),
    left,
  };
}

/** Rough duration of a run. */
export function secondsOfRun(plan: CheckerPlan, subject: Subject): number {
  return STEPS.filter(({ possible }) => possible?.(subject) ?? true).reduce((sum, step) => sum + step.seconds(plan), 0);
}
