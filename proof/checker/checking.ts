import type { Way } from "../acceptance/facts";
import { Measuring } from "../acceptance/measure/measuring";
import type { WholeList } from "../acceptance/measure/lists";
import type { Subject } from "../acceptance/subject";
import type { List } from "../load/request";
import type { Progress } from "../report/progress";
import type { Facts } from "./facts";
import type { CheckerPlan } from "./plan";

/** A run of the checker: what it measures with, and what was found so far. */
export class Checking {
  /** Measures until the end of the loads. */
  readonly first: Measuring;
  /** Looks once more at the end, without the signs of a cache that were seen before. */
  readonly second: Measuring;
  readonly facts: Facts;
  lists: ReadonlyMap<List, WholeList> = new Map();

  constructor(
    readonly subject: Subject,
    readonly plan: CheckerPlan,
    readonly progress: Progress,
    readonly signal: AbortSignal,
  ) {
    this.first = new Measuring(subject, plan.acceptance, progress, signal);
    this.second = new Measuring(subject, plan.acceptance, progress, signal);
    this.facts = { loads: new Map(), poisoned: new Map(), first: this.first.facts, second: this.second.facts };
  }

  /** The way for single requests; https, to see why, where none works. */
  get anyWay(): Way {
    return this.first.ways.length === 0 ? "https keep-alive" : this.first.preferredWay();
  }

  /** Ids of sessions that this run created and has not deleted. */
  get left(): readonly number[] {
    return [...this.first.created, ...this.second.created];
  }
}
