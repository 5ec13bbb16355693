import type { DrillId } from "../drills/drill";
import type { Endpoint } from "../load/request";

/** What was measured of one candidate. */
export interface BenchResult {
  readonly title: string;
  /** From `deploy` until the service answers. */
  readonly deploySeconds: number;
  /** From `deploy` until every row of the acceptance list has been seen to hold; undefined: some do not. */
  readonly acceptedSeconds?: number;
  /** Ids of the rows that do not hold. */
  readonly missed: readonly string[];
  readonly latencies: readonly Latencies[];
  /** Median of three, one at a time. */
  readonly bigListSeconds: number;
  /** Requests per second with at most 1 % errors. */
  readonly highestRate: number;
  readonly drills: readonly DrillFigures[];
}

/** Of a mixed load at the peak rate, in ms. */
export interface Latencies {
  readonly endpoint: Endpoint;
  readonly requests: number;
  readonly errors: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
}

export interface DrillFigures {
  readonly id: DrillId;
  readonly rate: number;
  /** Undefined: it could not be carried through. */
  readonly failed?: number;
  readonly requests?: number;
  /** Undefined: it did not serve again while it was waited for. */
  readonly recoverySeconds?: number;
  readonly reason?: string;
}
