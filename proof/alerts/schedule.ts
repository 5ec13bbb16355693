import type { Sequence } from "./alert-case";
import { NO_CERTIFICATE } from "./cases/certificate";
import { DELIVERY } from "./cases/delivery";
import { EDGE } from "./cases/edge";
import { INSTANCES, OLD_INSTANCE } from "./cases/instances";
import { LONG_DUMMY } from "./cases/long-dummy";
import { OUTAGES } from "./cases/outages";
import { UNNOTICED } from "./cases/unnoticed";

/** When each case runs. */
export interface Schedule {
  /** Rounds run in turn; the sequences of a round run at the same time. */
  readonly rounds: readonly (readonly Sequence[])[];
  /** Run beside all rounds, each of them. */
  readonly beside: readonly Sequence[];
  /** Runs when all others are over. */
  readonly last: Sequence;
}

export const SCHEDULE: Schedule = {
  rounds: [[...UNNOTICED, INSTANCES, LONG_DUMMY], [OUTAGES], [EDGE]],
  beside: [OLD_INSTANCE, NO_CERTIFICATE],
  // A receiver in the config replaces the edge, and the new one's Prometheus remembers nothing.
  last: DELIVERY,
};

/** The schedule with the cases of these alerts alone. */
export function scheduleOf({ rounds, beside, last }: Schedule, alerts: readonly string[]): Schedule {
  const chosen = (sequence: Sequence): Sequence =>
    sequence.filter((each) => each.alerts.some((alert) => alerts.includes(alert)));
  return { rounds: rounds.map((round) => round.map(chosen)), beside: beside.map(chosen), last: chosen(last) };
}
