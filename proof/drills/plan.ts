import { knownIds } from "../report/known-ids";
import { type Drill, RATES } from "./drill";
import { drills, type DrillId } from "./drills";

/** One drill at one rate. */
export interface PlannedDrill {
  readonly drill: Drill;
  /** Requests per second. */
  readonly rate: number;
}

export interface PlanOptions {
  /** @default all of them */
  readonly only?: readonly DrillId[];
  /** Requests per second. @default each of RATES */
  readonly rate?: number;
  /** Shorter phases, and at the peak rate only `QUICK_AT_PEAK`. @default false */
  readonly quick?: boolean;
  /** See `DrillOptions`. */
  readonly hours?: number;
}

/** What the quick form also runs at the higher rate: the failure of a process and of a node. */
export const QUICK_AT_PEAK: readonly DrillId[] = ["panic-operation", "app-node-power"];

/** Seconds of load before the fault and after recovery. */
export function steadySeconds({ quick = false }: Pick<PlanOptions, "quick">): number {
  return quick ? 2 : 8;
}

/** The drills to run, in their order, first all at the lower rate. */
export function planDrills({ only, rate, quick = false, hours }: PlanOptions): readonly PlannedDrill[] {
  const all = drills({ quick, ...(hours !== undefined && { hours }) }).filter(({ id }) => only?.includes(id) ?? true);
  if (rate !== undefined) return all.map((drill) => ({ drill, rate }));
  return RATES.flatMap((each) =>
    all
      .filter(({ id }) => each === RATES[0] || !quick || QUICK_AT_PEAK.includes(id))
      .map((drill) => ({ drill, rate: each })),
  );
}

/** Reads ids of drills, separated by commas. @throws as {@link knownIds} */
export function drillIds(text: string): readonly DrillId[] {
  return knownIds(
    "drills",
    text,
    drills({ quick: false }).map(({ id }) => id),
  );
}
