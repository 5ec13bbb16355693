import type { Subject } from "../acceptance/subject";
import type { Limit } from "../report/format";
import type { Facts } from "./facts";
import type { CheckerPlan } from "./plan";
import type { StepId } from "./steps";

/** What was measured, with what it is held against. */
export interface Found {
  readonly facts: Facts;
  readonly plan: CheckerPlan;
  readonly subject: Subject;
  /** The e-mail that the config has to have. */
  readonly email: string;
}

/** One value of a row, beside its limit. */
export interface Check {
  /** What is measured, in a word or two. */
  readonly name: string;
  readonly limit: Limit;
  readonly unit: string;
  /** In the check's unit. @default it was not measured */
  readonly value?: number;
  /** The evidence for the value, or the reason why there is none. */
  readonly detail?: string;
}

/** A row of the checker's page. */
export interface CheckerRow {
  /** Stable name: reports of different runs are compared by it. */
  readonly id: string;
  /** As the checker's page names it, in English. */
  readonly text: string;
  /** The parts of the run that its checks read. */
  readonly needs: readonly StepId[];
  /** The place from which it can be judged. @default outside */
  readonly reach?: "outside" | "machines";
  /** Reads the row's values out of the facts. Pure. */
  readonly checks: (found: Found) => readonly Check[];
}
