import type { History } from "../load/history";
import type { Attempt } from "./events/access-log";
import type { MachineEvent } from "./events/journal";
import type { Ledger } from "./ledger";
import type { Instance, Note } from "./site";

/** All that is known of a drill when it is over; the judge needs nothing else. */
export interface DrillRun {
  readonly history: History;
  readonly instances: readonly Instance[];
  /** Unix time in ms. */
  readonly marks: Marks;
  readonly notes: readonly Note[];
  readonly attempts: readonly Attempt[];
  readonly events: readonly MachineEvent[];
  readonly ledger: Ledger;
}

export interface Marks {
  readonly injected: number;
  /** When mending began; undefined: nobody mended it but the installation itself. */
  readonly healed?: number;
  /** When all was seen to serve again; undefined: not while it was waited for. */
  readonly recovered?: number;
}
