import type { Endpoint } from "./request";

/** One request and what became of it. */
export interface Sample {
  readonly endpoint: Endpoint;
  /** The moment at which it was due, in ms since the load's start. */
  readonly atMs: number;
  /** The moment at which it was sent, in ms since the load's start: later than `atMs` when this machine had no time. */
  readonly sentMs: number;
  /** From the moment at which it was due to the last byte of the answer. */
  readonly latencyMs: number;
  /** 0 when no answer came. */
  readonly status: number;
  /** Code of what went wrong, for example ETIMEDOUT. */
  readonly error?: string;
  readonly good: boolean;
  /** Sent to harm an instance; not counted as a user's. */
  readonly poisoned: boolean;
}

/** Everything that a load saw. Judging reads nothing else. */
export interface History {
  readonly startedAt: Date;
  /** Arrivals per second: as ordered or, where requests wait for answers, as reached. */
  readonly rate: number;
  /** As planned; the load ended earlier when it was interrupted. */
  readonly durationSeconds: number;
  readonly interrupted: boolean;
  /** In the order in which they were due. Requests under way at an interruption are left out. */
  readonly samples: readonly Sample[];
}
