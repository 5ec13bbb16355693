import type { Subject } from "./subject";
import type { NodeFailures } from "./drill-report";
import type { Facts } from "./facts";
import { conclude, judgeRequirement, type Conclusion, type Verdict } from "./judge";
import { Measuring } from "./measure/measuring";
import { remove } from "./measure/loads";
import type { Plan } from "./plan";
import type { Requirement } from "./requirements/requirement";
import { STEPS, type Shared, type MeasuringStep, type StepId } from "./steps";
import { ProgressLine, type Progress } from "../report/progress";
import { messageOf } from "../../config/message-of";

export interface AcceptOptions {
  readonly subject: Subject;
  readonly plan: Plan;
  /** The rows to be judged. */
  readonly wanted: readonly Requirement[];
  /** @default a line on stderr, with the time that is left */
  readonly progress?: Progress;
  /** Results of drills that ran before. */
  readonly nodeFailures?: NodeFailures;
  /** Ends the run within a second. What was measured so far is judged. */
  readonly signal: AbortSignal;
}

export interface Acceptance {
  readonly startedAt: Date;
  readonly seconds: number;
  readonly plan: Plan;
  readonly subject: Subject;
  readonly facts: Facts;
  readonly verdicts: readonly Verdict[];
  readonly conclusion: Conclusion;
  readonly interrupted: boolean;
  /** Ids of sessions that this run created and did not delete. */
  readonly left: readonly number[];
}

/**
 * Measures what the wanted rows need, in order, then judges them. A measurement that fails leaves its rows open and
 * does not end the run.
 */
export async function accept(options: AcceptOptions): Promise<Acceptance> {
  const { subject, plan, wanted, signal } = options;
  const steps = stepsOf(wanted, subject);
  const seconds = steps.reduce((sum, step) => sum + step.seconds(plan), 0);
  const progress = options.progress ?? new ProgressLine(process.stderr, seconds);
  const measuring = new Measuring(subject, plan, progress, signal);
  if (options.nodeFailures) measuring.facts.nodeFailures = options.nodeFailures;
  const shared: Shared = { lists: new Map() };
  const unfinished = new Map<StepId, string>();
  const startedAt = new Date();
  const interrupted = (): boolean => signal.aborted;

  for (const { id, run } of steps) {
    try {
      signal.throwIfAborted();
      await run(measuring, shared);
      signal.throwIfAborted();
    } catch (error) {
      unfinished.set(id, interrupted() ? "interrupted" : messageOf(error));
    }
    progress.end();
  }
  if (measuring.created.size > 0 && !interrupted())
    await remove(measuring, [...measuring.created]).catch(() => undefined);

  const found = { facts: measuring.facts, plan, subject };
  const verdicts = wanted.map((requirement) => judgeRequirement(requirement, found, unfinished));
  return {
    startedAt,
    seconds: (Date.now() - startedAt.getTime()) / 1000,
    plan,
    subject,
    facts: measuring.facts,
    verdicts,
    conclusion: conclude(verdicts, subject.machines !== undefined),
    interrupted: interrupted(),
    left: [...measuring.created],
  };
}

/** The steps that these rows need and the subject allows, in their order. */
function stepsOf(wanted: readonly Requirement[], subject: Subject): readonly MeasuringStep[] {
  const needed = new Set<StepId>(wanted.flatMap(({ needs }) => needs));
  return STEPS.filter(({ id, possible }) => needed.has(id) && (possible?.(subject) ?? true));
}
