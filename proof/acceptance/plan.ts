import type { Endpoint } from "../load/request";

/** The endpoints that are also loaded alone, at the peak rate; each has a limit for its 90th percentile. */
export const AT_PEAK = [
  "POST /operation",
  "GET /db_dummy",
  "GET /api/movie/{id}",
  "GET /api/customer/{id}",
  "GET /api/session/{id}",
] as const satisfies readonly Endpoint[];

/** How long and how hard is measured. */
export interface Plan {
  readonly name: string;
  /** Requests per second. */
  readonly peakRate: number;
  readonly peakSeconds: number;
  readonly sustainedRate: number;
  readonly sustainedSeconds: number;
  /** For each endpoint with a limit at the peak rate, alone at that rate. */
  readonly aloneSeconds: number;
  /** POST and DELETE of sessions, at the sustained rate. */
  readonly sessionSeconds: number;
  /** How often each of the whole lists is asked for. */
  readonly lists: number;
  /** How long /long_dummy is watched; longer than the minute that an answer may live, or a cache's expiry is not seen. */
  readonly longDummySeconds: number;
  /** Create, look, delete, look. */
  readonly visibilityCycles: number;
  /** Rows asked for by id and compared with the lists. */
  readonly sampledRows: number;
  /** The limit of the 90th percentiles at the peak rate. */
  readonly p90Ms: number;
}

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

export const QUICK: Plan = {
  name: "quick",
  peakRate: 120,
  peakSeconds: 15,
  sustainedRate: 60,
  sustainedSeconds: 15,
  aloneSeconds: 5,
  sessionSeconds: 5,
  lists: 3,
  longDummySeconds: 15,
  visibilityCycles: 5,
  sampledRows: 50,
  p90Ms: 400,
};
