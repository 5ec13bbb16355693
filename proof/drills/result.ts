import type { Second } from "../load/statistics";
import type { DrillId, Rate } from "./drill";
import type { DrillVerdict } from "./verdict";

/** What came out of one drill at one rate. */
export interface DrillResult {
  readonly id: DrillId;
  readonly name: string;
  readonly hypothesis: string;
  readonly rate: Rate;
  /** Broken: the drill itself could not be carried through. */
  readonly status: "pass" | "fail" | "not measured" | "broken";
  /** Why it was not measured, or what broke it. */
  readonly reason?: string;
  readonly verdict?: DrillVerdict;
  /** Breaking, mending, being back. */
  readonly marks?: readonly Mark[];
  /** Rate, errors and latencies of the users, second by second. */
  readonly slices?: readonly Second[];
}

export interface Mark {
  /** Since the load's start. */
  readonly atSeconds: number;
  readonly text: string;
}

/** Whether nothing speaks against the installation: it passed, or the drill is not possible there. */
export function held({ status }: DrillResult): boolean {
  return status === "pass" || status === "not measured";
}
