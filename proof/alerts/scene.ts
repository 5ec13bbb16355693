import type { Lab } from "../../lab";

/** Something that goes wrong in a lab, and the alerts that have to say so. */
export interface Scene {
  /** What goes wrong, in a few words. */
  readonly what: string;
  readonly alerts: readonly string[];
  /** Why this is not the real cause, where a lab cannot have it. */
  readonly forged?: string;
  /** What it needs first; takes no part in the times. */
  prepare?(lab: Lab): Promise<unknown>;
  cause(lab: Lab): Promise<unknown>;
  cure(lab: Lab): Promise<unknown>;
}

/** Scenes that come one after the other. Lanes run at the same time. */
export type Lane = readonly Scene[];

/** A scene of shell commands, each on a machine. */
export function scene(
  what: string,
  alerts: readonly string[],
  machine: string,
  cause: string,
  cure: string,
  forged?: string,
): Scene {
  return {
    what,
    alerts,
    ...(forged !== undefined && { forged }),
    cause: (lab) => lab.machine(machine).succeed(cause),
    cure: (lab) => lab.machine(machine).succeed(cure),
  };
}
