import { FULL as ACCEPTANCE, QUICK as QUICK_ACCEPTANCE, type Plan } from "../acceptance/plan";

/** Durations and counts of a run. */
export interface CheckerPlan {
  readonly name: string;
  /** Requests under way at once, in every load. */
  readonly connections: number;
  /** Seconds of each load of an endpoint. */
  readonly loadSeconds: number;
  /** Seconds of each of the four loads of POST /operation. */
  readonly operationSeconds: number;
  /** Seconds before each of these but the first. The edge lets a dangerous operation through once in ten seconds. */
  readonly pauseSeconds: number;
  /** Seconds of POST /api/session, one at a time. */
  readonly postSeconds: number;
  /** Requests to GET /ping, one at a time. */
  readonly pings: number;
  /** Seconds in which the endpoints that must not be cached are asked, one at a time. */
  readonly lookSeconds: number;
  /** The acceptance list's rates and limits, and the counts of what is measured as it is there. */
  readonly acceptance: Plan;
}

/** Durations as the checker's graphs show them. The length of its pauses is not known. */
export const FULL: CheckerPlan = {
  name: "full",
  connections: 20,
  loadSeconds: 20,
  operationSeconds: 65,
  pauseSeconds: 20,
  postSeconds: 10,
  pings: 20,
  lookSeconds: 3,
  acceptance: ACCEPTANCE,
};

/** The same connections and limits, in shorter loads. */
export const QUICK: CheckerPlan = {
  ...FULL,
  name: "quick",
  loadSeconds: 4,
  operationSeconds: 12,
  pauseSeconds: 5,
  postSeconds: 3,
  pings: 5,
  lookSeconds: 1,
  acceptance: QUICK_ACCEPTANCE,
};
