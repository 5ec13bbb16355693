/** `npm run drill`: see `npm run drill -- --help`. */
import { Command, InvalidArgumentError } from "commander";
import { askForConsent } from "./consent";
import { type Rate, RATES } from "./drill";
import { drills } from "./drills";
import { Progress } from "./progress";
import { type ReportFiles, writeReports } from "./report/files";
import type { DrillResult } from "./result";
import { type Planned, runDrills } from "./session";
import { openDeployment } from "../target/open";
import { tableOf } from "./report/table";
import { runCli } from "../../script/run-cli";

interface Arguments extends ReportFiles {
  readonly lab?: string;
  readonly only?: readonly number[];
  readonly rate?: Rate;
  readonly quick?: boolean;
  readonly yes?: boolean;
}

/** Of seconds of load before and after. */
const STEADY = { quick: 2, full: 8 };

/** What the quick form also runs at the higher rate: a process and a node. */
const QUICK_AT_PEAK: readonly number[] = [1, 6];

runCli(
  new Command("drill")
    .description("Breaks an installation on purpose, one part at a time, under the load of users; says what they saw.")
    .option("--lab <name>", "a lab that is up (default: the deployment of this checkout, over SSH)")
    .option("--only <numbers>", "these drills, for example 1,4", numbers)
    .option("--rate <rate>", `requests per second: ${RATES.join(" or ")} (default: both)`, rate)
    .option("--quick", `shorter phases; at ${RATES[1]} RPS only drills ${QUICK_AT_PEAK.join(", ")}`)
    .option("--yes", "breaks a deployment without a question")
    .option("--json <file>", "writes the results")
    .option("--junit <file>", "writes them for CI")
    .option("--html <file>", "writes them as a page with the timeline of every drill")
    .action(main),
);

async function main({ lab, yes, ...chosen }: Arguments): Promise<void> {
  const deployment = await openDeployment(lab);
  try {
    const plan = planned(chosen);
    if (lab === undefined && !yes) await askForConsent(deployment, plan);
    const results = await runUntilInterrupted(plan, chosen.quick === true ? STEADY.quick : STEADY.full);
    console.log(tableOf(results));
    writeReports(deployment.name, results, chosen);
    const missing = results.length < plan.length;
    if (missing) console.error(`interrupted: ${results.length} of ${plan.length} drills were run`);
    process.exitCode = missing || results.some(({ status }) => status === "fail" || status === "broken") ? 1 : 0;
  } finally {
    await deployment.close();
  }

  async function runUntilInterrupted(plan: readonly Planned[], steadySeconds: number): Promise<DrillResult[]> {
    const interruption = new AbortController();
    // What is broken is mended first; a second one ends it at once.
    process.once("SIGINT", () => {
      interruption.abort();
    });
    const results: DrillResult[] = [];
    const progress = new Progress(plan.length);
    try {
      await runDrills(deployment, plan, {
        steadySeconds,
        signal: interruption.signal,
        tell: (drill, text) => {
          progress.tell(drill, text);
        },
        onSample: (sample) => {
          progress.sample(sample);
        },
        onResult: (result) => {
          results.push(result);
          progress.result(result);
        },
      });
    } finally {
      progress.end();
    }
    return results;
  }
}

function planned({ only, rate, quick = false }: Arguments): Planned[] {
  const all = drills({ quick }).filter(({ number }) => only?.includes(number) ?? true);
  return RATES.filter((one) => rate === undefined || one === rate).flatMap((one) =>
    all
      .filter(({ number }) => one === RATES[0] || !quick || rate !== undefined || QUICK_AT_PEAK.includes(number))
      .map((drill) => ({ drill, rate: one })),
  );
}

function numbers(text: string): number[] {
  const found = text.split(",").map(Number);
  const known = drills({ quick: false }).map(({ number }) => number);
  if (found.every((number) => known.includes(number))) return found;
  throw new InvalidArgumentError(`expected numbers from ${Math.min(...known)} to ${Math.max(...known)}.`);
}

function rate(text: string): Rate {
  const found = RATES.find((one) => String(one) === text);
  if (found !== undefined) return found;
  throw new InvalidArgumentError(`expected ${RATES.join(" or ")}.`);
}
