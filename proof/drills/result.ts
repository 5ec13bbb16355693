import type { Second } from "../load/statistics";
import type { DrillVerdict, Moment } from "./verdict";

/** The result of one drill at one rate. */
export interface DrillResult {
  readonly id: string;
  readonly name: string;
  readonly hypothesis: string;
  /** Requests per second. */
  readonly rate: number;
  /** Broken: the drill itself could not be carried through. Not measured: it is not possible here. */
  readonly status: "pass" | "fail" | "not measured" | "broken";
  /** Why it was not measured, or what broke it. */
  readonly reason?: string;
  readonly verdict?: DrillVerdict;
  /** When it was broken, mended, and back. */
  readonly marks?: readonly Omit<Moment, "who">[];
  /** What users saw, second by second. */
  readonly slices?: readonly Second[];
}

/** Whether the drill passed, or is not possible here. */
export function held({ status }: DrillResult): boolean {
  return status === "pass" || status === "not measured";
}
