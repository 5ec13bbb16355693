import type { Endpoint } from "../load/request";

/** One thing that was measured, and whether it is within its limit. */
export interface Check {
  readonly name: string;
  readonly limit: string;
  readonly measured: string;
  readonly pass: boolean;
}

/** A line of a drill's timeline. */
export interface Moment {
  /** Seconds since the load's start. */
  readonly atSeconds: number;
  /** `drill`, `edge`, or a machine and the source on it, for example `app-1 docker`. */
  readonly who: string;
  readonly text: string;
}

/** What the judge says about a run, with what it measured. */
export interface DrillVerdict {
  readonly pass: boolean;
  readonly checks: readonly Check[];
  /** Number of users' requests. */
  readonly requests: number;
  readonly failed: number;
  /** Whether users may see that the service is away: then any number may fail. */
  readonly mayBeAway: boolean;
  readonly failedByEndpoint: Readonly<Partial<Record<Endpoint, number>>>;
  /** Number of failed requests by status or error code. */
  readonly failedByCode: Readonly<Record<string, number>>;
  /** Latency in ms that 90 % of the requests did not exceed. */
  readonly p90Ms: number;
  readonly worstMs: number;
  /** Endpoint of the slowest request; undefined when there was no request. */
  readonly worstEndpoint: Endpoint | undefined;
  /** Seconds until what failed served again; undefined: it did not. */
  readonly recoverySeconds: number | undefined;
  /** Seconds from the first failed request of a user to the end of the last; 0 when none failed. */
  readonly outageSeconds: number;
  /** Number of attempts at instances, as far as the log tells, for requests that were asked more than once. */
  readonly repeated: number;
  readonly timeline: readonly Moment[];
}
