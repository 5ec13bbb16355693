import type { Site } from "./site";

/** Something that breaks, how it is mended, and nothing else: load and judgement know nothing of it. */
export interface Fault {
  /** Why it cannot be had here; undefined: it can. */
  impossible?(site: Site): Promise<string | undefined>;
  /**
   * Whether it touches no process of bingo: then it may begin while Docker would still wait before it restarts one.
   * @default false
   */
  readonly sparesInstances?: boolean;
  /** Before the load begins, which does not wait for instances that it starts anew to grow older than Docker's back-off. */
  prepare?(site: Site): Promise<void>;
  /** Breaks it. Ends when it is broken. */
  inject(site: Site): Promise<void>;
  /** Seconds from the end of `inject` until it is mended, or may be looked at when it mends itself. */
  readonly lastsSeconds: number;
  /** Mends it; without this the installation has to mend itself. */
  heal?(site: Site): Promise<void>;
  /** Whether what failed serves again. @default every instance answers the edge */
  readonly recovered?: (site: Site) => Promise<boolean>;
  /** After the load: everything as it was before, whatever happened meanwhile. */
  restore?(site: Site): Promise<void>;
}
