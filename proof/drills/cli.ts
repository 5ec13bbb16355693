/** `npm run drill`: see `npm run drill -- --help`. */
import { Command, InvalidArgumentError } from "commander";
import { askForConsent } from "./consent";
import { type Rate, RATES } from "./drill";
import { type ReportFiles, writeReports } from "./report/files";
import { held } from "./result";
import { drillIds, planDrills, type PlanOptions, QUICK_AT_PEAK, steadySeconds } from "./plan";
import { runDrills } from "./session";
import { openDeployment } from "../target/open";
import { tableOf } from "./report/table";
import { runCli } from "../../script/run-cli";

interface Arguments extends PlanOptions, ReportFiles {
  readonly lab?: string;
  readonly yes?: boolean;
}

runCli(
  new Command("drill")
    .description(
      "Breaks an installation on purpose, one part at a time, under the load of users, and reports what they saw.",
    )
    .option("--lab <name>", "a lab that is up (default: the deployment of this checkout, over SSH)")
    .option("--only <ids>", "these drills, for example panic-operation,app-node-power", drillIds)
    .option("--rate <rate>", `requests per second: ${RATES.join(" or ")} (default: both)`, rate)
    .option("--quick", `shorter phases; at ${RATES[1]} RPS only ${QUICK_AT_PEAK.join(", ")}`)
    .option("--yes", "break a deployment without asking")
    .option("--json <file>", "write the results for programs")
    .option("--junit <file>", "write the results for CI")
    .option("--html <file>", "write the results as one page, with the timeline of every drill")
    .action(main),
);

async function main({ lab, yes, ...chosen }: Arguments): Promise<void> {
  const deployment = await openDeployment(lab);
  try {
    const plan = planDrills(chosen);
    if (lab === undefined && !yes) await askForConsent(deployment, plan);
    const interruption = new AbortController();
    // What is broken is mended first; a second one ends the process at once.
    process.once("SIGINT", () => {
      interruption.abort();
    });
    const { signal } = interruption;
    const results = await runDrills(deployment, plan, { steadySeconds: steadySeconds(chosen), signal });
    console.log(tableOf(results));
    writeReports(deployment.name, results, chosen);
    const missing = results.length < plan.length;
    if (missing) console.error(`interrupted: ${results.length} of ${plan.length} drills were run`);
    process.exitCode = !missing && results.every(held) ? 0 : 1;
  } finally {
    await deployment.close();
  }
}

function rate(text: string): Rate {
  const found = RATES.find((one) => String(one) === text);
  if (found !== undefined) return found;
  throw new InvalidArgumentError(`expected ${RATES.join(" or ")}.`);
}
