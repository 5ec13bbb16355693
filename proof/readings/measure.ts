import { Lab } from "../../lab";
import { accept } from "../acceptance/accept";
import { labSubject } from "../acceptance/deployed";
import { QUICK, type Plan } from "../acceptance/plan";
import { requirements } from "../acceptance/requirements";
import type { Verdict } from "../acceptance/judge";
import { steadySeconds, type PlannedDrill } from "../drills/plan";
import type { DrillResult } from "../drills/result";
import { runDrills } from "../drills/session";
import type { Progress } from "../report/progress";
import { labDeployment } from "../target/open";
import type { Reading } from "./reading";

/** The acceptance list in still shorter phases: there are many readings. */
const PLAN: Plan = {
  ...QUICK,
  name: "shortest",
  peakSeconds: 5,
  sustainedSeconds: 5,
  aloneSeconds: 3,
  sessionSeconds: 3,
  longDummySeconds: 5,
};

/** What an installation did with a bingo of one reading. */
export interface ReadingResult {
  readonly reading: Reading;
  /** Seconds from nothing until the service answered. */
  readonly deploySeconds: number;
  readonly drills: readonly DrillResult[];
  /** Verdicts of the acceptance list. */
  readonly verdicts: readonly Verdict[];
}

export interface ReadingOptions {
  readonly lab: string;
  /** Share of the full data. */
  readonly scale: number;
  readonly drills: readonly PlannedDrill[];
  /** Whether the acceptance list is judged, too. */
  readonly accepts: boolean;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly tell: (line: string) => void;
}

/** Deploys with a bingo of this reading, drills with short phases, accepts, and removes the lab. */
export async function measureReading(reading: Reading, options: ReadingOptions): Promise<ReadingResult> {
  const { lab, scale, progress, signal, tell } = options;
  await Lab.down(lab);
  try {
    const started = Date.now();
    await Lab.up({ name: lab, scale, settings: reading.settings, tell });
    const deploySeconds = (Date.now() - started) / 1000;
    const drilling = { steadySeconds: steadySeconds({ quick: true }), signal, progress };
    const drills = await runDrills(await labDeployment(lab), options.drills, drilling);
    if (!options.accepts) return { reading, deploySeconds, drills, verdicts: [] };
    const subject = await labSubject(lab);
    const wanted = requirements(PLAN, subject.prepared);
    const { verdicts } = await accept({ subject, plan: PLAN, wanted, progress, signal });
    return { reading, deploySeconds, drills, verdicts };
  } finally {
    await Lab.down(lab);
  }
}

/** What did not hold, a line each. */
export function missedIn({ drills, verdicts }: ReadingResult): readonly string[] {
  const rows = verdicts.filter(({ outcome }) => outcome === "fail");
  return [
    ...rows.map(({ requirement: { id }, measured }) => `${id}: ${measured}`),
    ...drills.flatMap(({ id, rate, status, reason, verdict }) => {
      if (status === "pass" || status === "not measured") return [];
      const missed = verdict?.checks.filter(({ pass }) => !pass).map(({ name, measured }) => `${name} ${measured}`);
      return [`${id} at ${rate}/s: ${reason ?? missed?.join("; ") ?? "no verdict"}`];
    }),
  ];
}
