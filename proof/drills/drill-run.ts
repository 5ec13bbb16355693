import type { History } from "../load/history";
import type { Attempt } from "./events/access-log";
import type { MachineEvent } from "./events/journal";
import type { Ledger } from "./ledger";
import type { Instance, Note } from "./site";

/** Everything that was recorded while a drill ran. The judge needs nothing else. */
export interface DrillRun {
  readonly history: History;
  readonly instances: readonly Instance[];
  readonly marks: Marks;
  readonly notes: readonly Note[];
  readonly attempts: readonly Attempt[];
  readonly events: readonly MachineEvent[];
  /** Machines whose journal could not be read, each with the reason: their events are missing. */
  readonly unreadJournals: readonly string[];
  readonly ledger: Ledger;
}

/** Moments of a drill, as Unix time in ms. */
export interface Marks {
  readonly injected: number;
  /** When mending began; undefined: the installation had to mend itself. */
  readonly healed?: number;
  /** When everything was seen to serve again; undefined: not within the wait. */
  readonly recovered?: number;
}
