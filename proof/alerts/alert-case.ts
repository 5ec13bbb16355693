import type { Lab } from "../../lab";

/** Something that goes wrong in a lab, and the alerts that have to fire for it. */
export interface AlertCase {
  /** What goes wrong, in a few words. */
  readonly what: string;
  /** Names of the alerts. */
  readonly alerts: readonly string[];
  /** How the cause is simulated, where a lab cannot have the real one. */
  readonly simulated?: string;
  /** What the cause needs first. It takes no part in the times. */
  prepare?(lab: Lab): Promise<unknown>;
  cause(lab: Lab): Promise<unknown>;
  cure(lab: Lab): Promise<unknown>;
  /**
   * Waits until somebody outside is alarmed, or is not any more, where the edge's Prometheus cannot tell.
   *
   * @returns false: not within the limit
   */
  seen?(lab: Lab, rings: boolean, limitSeconds: number): Promise<boolean>;
}

/** Cases that run one after the other. */
export type Sequence = readonly AlertCase[];

/** A case whose cause and cure are shell commands on one machine. */
export function commandCase(
  one: Omit<AlertCase, "prepare" | "cause" | "cure" | "seen"> & Readonly<Record<"machine" | "cause" | "cure", string>>,
): AlertCase {
  const { machine, cause, cure, ...about } = one;
  return {
    ...about,
    cause: (lab) => lab.machine(machine).succeed(cause),
    cure: (lab) => lab.machine(machine).succeed(cure),
  };
}
