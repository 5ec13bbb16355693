import type { Second } from "../load/statistics";
import type { DrillId, Rate } from "./drill";
import type { DrillVerdict } from "./verdict";

/** The result of one drill at one rate. */
export interface DrillResult {
  readonly id: DrillId;
  readonly name: string;
  readonly hypothesis: string;
  readonly rate: Rate;
  /** Broken: the drill itself could not be carried through. Not measured: it is not possible here. */
  readonly status: "pass" | "fail" | "not measured" | "broken";
  /** Why it was not measured, or what broke it. */
  readonly reason?: string;
  readonly verdict?: DrillVerdict;
  /** When it was broken, mended, and back. */
  readonly marks?: readonly Mark[];
  /** What users saw, second by second. */
  readonly slices?: readonly Second[];
}

/** A moment with a name. */
export interface Mark {
  /** Seconds since the load's start. */
  readonly atSeconds: number;
  readonly text: string;
}

/** Whether the drill passed, or is not possible here. */
export function held({ status }: DrillResult): boolean {
  return status === "pass" || status === "not measured";
}
