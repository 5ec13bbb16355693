/** `npm run drill`: see `npm run drill -- --help`. */
import { createInterface } from "node:readline/promises";
import { Command, InvalidArgumentError } from "commander";
import { RATES } from "./drill";
import { drillsPage } from "./report/html";
import { markdownOf } from "./report/markdown";
import { drillSuite } from "./report/junit";
import { readSection, writeSection } from "../report/document";
import { type ReportFiles, writeReports } from "../report/files";
import { replacedRows } from "../report/replaced-rows";
import { held } from "./result";
import { drillIds, planDrills, type PlannedDrill, type PlanOptions, QUICK_AT_PEAK, steadySeconds } from "./plan";
import { runDrills } from "./session";
import type { Deployment } from "../target/deployment";
import { openDeployment } from "../target/open";
import { tableOf } from "./report/table";
import { runCli } from "../../script/run-cli";

interface Arguments extends PlanOptions, ReportFiles {
  readonly lab?: string;
  readonly yes?: boolean;
  readonly write?: boolean;
}

const SECTION = ["drills.md", "npm run drill"] as const;

runCli(
  new Command("drill")
    .description(
      "Breaks an installation on purpose, one part at a time, under the load of users, and reports what they saw.",
    )
    .option("--lab <name>", "a lab that is up (default: the deployment of this checkout, over SSH)")
    .option("--only <ids>", "these drills, for example panic-operation,app-node-power", drillIds)
    .option("--rate <rate>", `requests per second (default: ${RATES.join(" and then ")})`, rate)
    .option("--quick", `shorter phases; at ${RATES[1]} RPS only ${QUICK_AT_PEAK.join(", ")}`)
    .option(
      "--hours <number>",
      "hours that instances live in born-together, 18 times as fast (default: a quarter, or half)",
      hours,
    )
    .option("--yes", "break a deployment without asking")
    .option("--json <file>", "write the results for programs")
    .option("--junit <file>", "write the results for CI")
    .option("--html <file>", "write the results as one page, with the timeline of every drill")
    .option("--write", "put the rows of these drills into docs/drills.md")
    .action(main),
);

async function main({ lab, yes, write = false, ...chosen }: Arguments): Promise<void> {
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
    writeReports(chosen, {
      json: results,
      suites: [drillSuite(results)],
      page: drillsPage(deployment.name, results),
    });
    if (write) writeSection(...SECTION, replacedRows(readSection(...SECTION), markdownOf(results)));
    const missing = results.length < plan.length;
    if (missing) console.error(`interrupted: ${results.length} of ${plan.length} drills were run`);
    process.exitCode = !missing && results.every(held) ? 0 : 1;
  } finally {
    await deployment.close();
  }
}

/** Asks before anything is broken. @throws when the answer is not yes, or there is no terminal to ask on */
async function askForConsent(deployment: Deployment, plan: readonly PlannedDrill[]): Promise<void> {
  const names = [...new Set(plan.map(({ drill }) => drill.id))];
  if (!process.stdin.isTTY) {
    throw new Error(`${deployment.name} would be broken on purpose (${names.join(", ")}): pass --yes to agree`);
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const question = `This breaks ${deployment.name}, ${deployment.service.url}, on purpose:\n  ${names.join("\n  ")}\nGo on? [yes/no] `;
    if ((await terminal.question(question)).trim() !== "yes") throw new Error("not agreed; nothing was broken");
  } finally {
    terminal.close();
  }
}

function hours(text: string): number {
  const found = Number(text);
  if (found > 0 && found <= 1000) return found;
  throw new InvalidArgumentError("expected a number above 0 and at most 1000.");
}

function rate(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("expected a number from 1 to 999.");
}
