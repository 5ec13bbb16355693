import { Lab } from "../../lab";
import { accept } from "../acceptance/accept";
import { labSubject } from "../acceptance/deployed";
import { QUICK, type Plan } from "../acceptance/plan";
import { requirements } from "../acceptance/requirements";
import type { DrillId } from "../drills/drills";
import { planDrills, steadySeconds } from "../drills/plan";
import { held } from "../drills/result";
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
  /** Rows of the acceptance list that passed and failed. */
  readonly accepted: number;
  readonly missed: readonly string[];
  /** Drills that passed, at 60 requests a second. */
  readonly drills: number;
  /** Drills that did not, each with what was found. */
  readonly broken: readonly string[];
  /** Requests of users in these drills, and how many of them failed. */
  readonly requests: number;
  readonly failed: number;
}

export interface ReadingOptions {
  readonly lab: string;
  /** Share of the full data. */
  readonly scale: number;
  readonly drills: readonly DrillId[];
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly tell: (line: string) => void;
}

/** Deploys with a bingo of this reading, accepts, drills in the quick form, and removes the lab. */
export async function measureReading(reading: Reading, options: ReadingOptions): Promise<ReadingResult> {
  const { lab, scale, progress, signal, tell } = options;
  await Lab.down(lab);
  try {
    const started = Date.now();
    await Lab.up({ name: lab, scale, settings: reading.settings, tell });
    const deploySeconds = (Date.now() - started) / 1000;
    const results = await runDrills(
      await labDeployment(lab),
      planDrills({ only: options.drills, rate: 60, quick: true }),
      { steadySeconds: steadySeconds({ quick: true }), signal, progress },
    );
    const subject = await labSubject(lab);
    const wanted = requirements(PLAN, subject.prepared);
    const { verdicts } = await accept({ subject, plan: PLAN, wanted, progress, signal });
    const failing = verdicts.filter(({ outcome }) => outcome === "fail");
    const count = (of: "requests" | "failed"): number =>
      results.reduce((sum, { verdict }) => sum + (verdict?.[of] ?? 0), 0);
    return {
      reading,
      deploySeconds,
      accepted: verdicts.filter(({ outcome }) => outcome === "pass").length,
      missed: failing.map(({ requirement: { id }, measured }) => `${id}: ${measured}`),
      drills: results.filter(held).length,
      broken: results
        .filter((result) => !held(result))
        .map(({ id, reason, verdict }) => {
          const missed = verdict?.checks.filter(({ pass }) => !pass).map(({ name, measured }) => `${name} ${measured}`);
          return `${id}: ${reason ?? missed?.join("; ") ?? "no verdict"}`;
        }),
      requests: count("requests"),
      failed: count("failed"),
    };
  } finally {
    await Lab.down(lab);
  }
}
