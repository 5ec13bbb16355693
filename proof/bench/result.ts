import type { DrillId } from "../drills/drill";
import type { Endpoint } from "../load/request";

/** The measurements of one candidate. */
export interface BenchResult {
  readonly title: string;
  /** Seconds from the start of the deployment until the service answers. */
  readonly deploySeconds: number;
  /** Seconds from the start of the deployment until every row of the acceptance list was seen to hold; undefined: some do not. */
  readonly acceptedSeconds?: number;
  /** Ids of the rows of the acceptance list that do not hold. */
  readonly missed: readonly string[];
  readonly latencies: readonly Latencies[];
  /** Median of three requests, one at a time. */
  readonly bigListSeconds: number;
  /** Highest rate in requests per second with at most 1 % errors. */
  readonly highestRate: number;
  readonly drills: readonly DrillFigures[];
}

/** Latencies of an endpoint in a mixed load at the peak rate, in ms. */
export interface Latencies {
  readonly endpoint: Endpoint;
  readonly requests: number;
  readonly errors: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
}

/** The figures of a drill. */
export interface DrillFigures {
  readonly id: DrillId;
  readonly rate: number;
  /** Number of failed requests; undefined: the drill could not be carried through. */
  readonly failed?: number;
  readonly requests?: number;
  /** Seconds until it served again; undefined: not within the wait. */
  readonly recoverySeconds?: number;
  readonly reason?: string;
}
