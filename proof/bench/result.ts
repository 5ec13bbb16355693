import type { DrillResult } from "../drills/result";
import type { DrillVerdict } from "../drills/verdict";
import type { Endpoint } from "../load/request";
import type { Summary } from "../load/statistics";
import type { Step } from "./capacity/highest-rate";

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
  /** The load of the highest rate that is carried; undefined: not even the first. */
  readonly highestRate: Step | undefined;
  readonly drills: readonly DrillFigures[];
}

/** Latencies of an endpoint in a mixed load at the peak rate, in ms. */
export interface Latencies extends Pick<Summary, "requests" | "errors"> {
  readonly endpoint: Endpoint;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
}

/** The figures of a drill. Without those of its verdict it could not be carried through. */
export type DrillFigures = Pick<DrillResult, "id" | "rate" | "reason"> &
  Partial<Pick<DrillVerdict, "failed" | "requests" | "recoverySeconds">> & {
    /** Set when instances had to be made anew by hand before it. */
    readonly helped?: true;
  };
