import type { Site } from "./site";

/** Something that breaks, and how it is mended. Load and judgement know nothing about it. */
export interface Fault {
  /** Says why the fault is not possible here; undefined when it is. */
  impossible?(site: Site): Promise<string | undefined>;
  /**
   * Whether the fault touches no process of bingo. It may then begin while Docker would still delay a restart.
   *
   * @default false
   */
  readonly sparesInstances?: boolean;
  /**
   * Prepares the fault before the load begins. The load does not wait until instances that are restarted here are older than
   * Docker's back-off.
   */
  prepare?(site: Site): Promise<void>;
  /** Breaks something. Resolves when it is broken. */
  inject(site: Site): Promise<void>;
  /** Seconds from the end of `inject` until `heal`, or until recovery is looked for when there is no `heal`. */
  readonly lastsSeconds: number;
  /** Mends what is broken. Without it the installation has to mend itself. */
  heal?(site: Site): Promise<void>;
  /** Checks whether what failed serves again. @default every instance answers the edge */
  readonly recovered?: (site: Site) => Promise<boolean>;
  /** Puts everything back as it was, after the load and whatever happened meanwhile. */
  restore?(site: Site): Promise<void>;
}
