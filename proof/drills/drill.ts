import type { Fault } from "./fault";
import type { DrillRun } from "./drill-run";
import type { Check } from "./verdict";

/** Requests per second at which each drill is run, unless others are asked for. */
export const RATES = [60, 120] as const;

/** A drill: something that fails, and what has to hold meanwhile. */
export interface Drill {
  /** Names it in commands, reports and their files. */
  readonly id: string;
  /** A few words. */
  readonly name: string;
  /** What the installation is expected to do. */
  readonly hypothesis: string;
  readonly fault: Fault;
  readonly limits: Limits;
  /** Checks what else has to hold. */
  readonly also?: (run: DrillRun) => readonly Check[];
}

export interface Limits {
  /** Share of users' requests that may fail, 0 to 1, up to 60 requests a second and above; "outage": any number, because users see that the service is away. */
  readonly failed: Readonly<Record<(typeof RATES)[number], number>> | "outage";
  /** Most seconds until what failed serves again. */
  readonly recoverySeconds: number;
  /** From when the seconds count: from the failure, or from the moment at which power or network are back. */
  readonly recoveryFrom: "failure" | "heal";
  /**
   * Whether the edge closes idle connections meanwhile, so that a request may be on its way into one of them.
   *
   * @default false
   */
  readonly closesConnections?: boolean;
  /**
   * Most creations that may fail because a part of the database dies, and the row of one that is answered with 500 may be there.
   * undefined: nothing of it dies.
   */
  readonly lostCreations?: number;
}
