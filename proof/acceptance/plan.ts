import type { Endpoint } from "../load/request";

/** The endpoints that are also loaded alone, at the peak rate; each has a limit for its 90th percentile. */
export const AT_PEAK = [
  "POST /operation",
  "GET /db_dummy",
  "GET /api/movie/{id}",
  "GET /api/customer/{id}",
  "GET /api/session/{id}",
] as const satisfies readonly Endpoint[];

/** Rates, durations and counts of a run. */
export interface Plan {
  readonly name: string;
  /** Requests per second. */
  readonly peakRate: number;
  readonly peakSeconds: number;
  readonly sustainedRate: number;
  readonly sustainedSeconds: number;
  /** Seconds for which each endpoint of `AT_PEAK` is loaded alone. */
  readonly aloneSeconds: number;
  /** Seconds of POST, and again of DELETE, of sessions at the sustained rate. */
  readonly sessionSeconds: number;
  /** How often each whole list is read. */
  readonly lists: number;
  /** Seconds for which /long_dummy is watched. A cache's expiry shows only beyond the minute that an answer may live. */
  readonly longDummySeconds: number;
  /** Sessions that are created, looked for, deleted and looked for again. */
  readonly visibilityCycles: number;
  /** Rows of each table that are read by id and compared with the lists. */
  readonly sampledRows: number;
  /** Limit of the 90th percentiles at the peak rate, in ms. */
  readonly p90Ms: number;
}

/** The acceptance list as it is written. */
export const FULL: Plan = {
  name: "full",
  peakRate: 120,
  peakSeconds: 60,
  sustainedRate: 60,
  sustainedSeconds: 90,
  aloneSeconds: 20,
  sessionSeconds: 10,
  lists: 10,
  longDummySeconds: 75,
  visibilityCycles: 20,
  sampledRows: 200,
  p90Ms: 400,
};

/** The same rates and limits in shorter phases. */
export const QUICK: Plan = {
  ...FULL,
  name: "quick",
  peakSeconds: 15,
  sustainedSeconds: 15,
  aloneSeconds: 5,
  sessionSeconds: 5,
  lists: 3,
  longDummySeconds: 15,
  visibilityCycles: 5,
  sampledRows: 50,
};
