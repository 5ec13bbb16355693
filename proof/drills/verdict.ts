import type { Endpoint } from "../load/request";

/** One thing that was measured, and whether it is within its limit. */
export interface Check {
  readonly name: string;
  readonly limit: string;
  readonly measured: string;
  readonly pass: boolean;
}

/** A line of a drill's story. */
export interface Moment {
  /** Since the load's start. */
  readonly atSeconds: number;
  /** `drill`, `edge`, or the machine and what of it. */
  readonly who: string;
  readonly text: string;
}

export interface DrillVerdict {
  readonly pass: boolean;
  readonly checks: readonly Check[];
  /** Users' requests in all. */
  readonly requests: number;
  readonly failed: number;
  readonly failedByEndpoint: Readonly<Partial<Record<Endpoint, number>>>;
  /** What failed them: status or code, with how often. */
  readonly failedByCode: Readonly<Record<string, number>>;
  readonly worstMs: number;
  /** Of the slowest request; undefined when nobody asked. */
  readonly worstEndpoint: Endpoint | undefined;
  /** Until what failed served again; undefined: it did not. */
  readonly recoverySeconds: number | undefined;
  /** From the first failed request of a user to the end of the last; 0: none failed. */
  readonly outageSeconds: number;
  readonly timeline: readonly Moment[];
}
