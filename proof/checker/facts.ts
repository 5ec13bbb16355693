import type { ConfigPage, Facts as AcceptanceFacts, Probe } from "../acceptance/facts";
import type { History } from "../load/history";
import type { Poison } from "../load/request";

/** The endpoints that are loaded alone, before POST /operation. */
export const LOADED = [
  "GET /db_dummy",
  "GET /api/movie/{id}",
  "GET /api/customer/{id}",
  "GET /api/session/{id}",
] as const;

/** What is done to an instance, in the order of the rows "fault tolerance 1, 2, 3". */
export const FAULTS = ["panic", "leak", "sick"] as const satisfies readonly Poison[];

/** A load of the checker, by the endpoint that is loaded or the fault during which POST /operation is. */
export type LoadName = (typeof LOADED)[number] | "POST /api/session" | "POST /operation" | (typeof FAULTS)[number];

/** An instance that ended and was healthy again. */
export interface Start {
  /** For example `bingo-1 on app-2`. */
  readonly instance: string;
  readonly seconds: number;
}

/** Everything that was measured. A field that is missing was not measured. */
export interface Facts {
  root?: readonly Probe[];
  pings?: readonly Probe[];
  config?: ConfigPage;
  /** Starts after a panic, where the machines are in reach. */
  starts?: readonly Start[];
  readonly loads: Map<LoadName, History>;
  /** Answers to the requests that harmed an instance: status, or code of what went wrong. */
  readonly poisoned: Map<LoadName, string>;
  /** What was measured as the acceptance does it, until the end of the loads. */
  readonly first: AcceptanceFacts;
  /** The clock and the signs of a cache, looked for once more at the end. */
  readonly second: AcceptanceFacts;
}
