/** `npm run drill`: see `npm run drill -- --help`. */
import { Command, InvalidArgumentError } from "commander";
import { askForConsent } from "./consent";
import { type DrillId, type Rate, RATES } from "./drill";
import { Progress } from "./progress";
import { type ReportFiles, writeReports } from "./report/files";
import type { DrillResult } from "./result";
import { drillIds, planDrills, type PlannedDrill, QUICK_AT_PEAK } from "./plan";
import { runDrills } from "./session";
import { openDeployment } from "../target/open";
import { tableOf } from "./report/table";
import { messageOf } from "../../config/message-of";
import { runCli } from "../../script/run-cli";

interface Arguments extends ReportFiles {
  readonly lab?: string;
  readonly only?: readonly DrillId[];
  readonly rate?: Rate;
  readonly quick?: boolean;
  readonly yes?: boolean;
}

/** Of seconds of load before and after. */
const STEADY = { quick: 2, full: 8 };

runCli(
  new Command("drill")
    .description("Breaks an installation on purpose, one part at a time, under the load of users; says what they saw.")
    .option("--lab <name>", "a lab that is up (default: the deployment of this checkout, over SSH)")
    .option("--only <ids>", "these drills, for example panic-operation,app-node-power", ids)
    .option("--rate <rate>", `requests per second: ${RATES.join(" or ")} (default: both)`, rate)
    .option("--quick", `shorter phases; at ${RATES[1]} RPS only ${QUICK_AT_PEAK.join(", ")}`)
    .option("--yes", "breaks a deployment without a question")
    .option("--json <file>", "writes the results")
    .option("--junit <file>", "writes them for CI")
    .option("--html <file>", "writes them as a page with the timeline of every drill")
    .action(main),
);

async function main({ lab, yes, ...chosen }: Arguments): Promise<void> {
  const deployment = await openDeployment(lab);
  try {
    const plan = planDrills(chosen);
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

  async function runUntilInterrupted(plan: readonly PlannedDrill[], steadySeconds: number): Promise<DrillResult[]> {
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

function ids(text: string): readonly DrillId[] {
  try {
    return drillIds(text);
  } catch (error) {
    throw new InvalidArgumentError(messageOf(error));
  }
}

function rate(text: string): Rate {
  const found = RATES.find((one) => String(one) === text);
  if (found !== undefined) return found;
  throw new InvalidArgumentError(`expected ${RATES.join(" or ")}.`);
}
