/** `script/prove`: see `script/prove --help`. */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { PROJECT_ROOT } from "../../config/paths";
import { Lab, share } from "../../lab";
import { runCli } from "../../script/run-cli";
import { accept, type Acceptance } from "../acceptance/accept";
import { labSubject } from "../acceptance/deployed";
import { nodeFailuresOf } from "../acceptance/drill-report";
import { FULL, QUICK } from "../acceptance/plan";
import { conclusionLine, textReport } from "../acceptance/report/table";
import { requirements } from "../acceptance/requirements";
import { CHANGES } from "../changes/changes";
import { held as heldChange, type Result as ChangeResult } from "../changes/run";
import { RATE, runChanges } from "../changes/session";
import { FULL as FULL_CHECK, QUICK as QUICK_CHECK } from "../checker/plan";
import { conclusionLine as checkerLine, textReport as checkerText } from "../checker/report/text";
import { runChecker, type CheckerResult } from "../checker/run";
import { planDrills, steadySeconds } from "../drills/plan";
import { tableOf } from "../drills/report/table";
import { held, type DrillResult } from "../drills/result";
import { runDrills } from "../drills/session";
import { ProgressLine } from "../report/progress";
import { writeReports } from "../report/files";
import { labDeployment } from "../target/open";
import { proofPage, proofReport, proofSuites, type Proof } from "./report";
import { runSteps, type ProofStep } from "./steps";

interface Arguments {
  readonly quick?: boolean;
  readonly scale?: number;
}

/** A lab of its own, so that one that somebody works with stays as it is. */
const LAB = "prove";
const QUICK_SCALE = 0.02;
const FOLDER = join(PROJECT_ROOT, ".cache", "prove");

runCli(
  new Command("prove")
    .description(
      "From nothing: deploys into a lab of its own, drills, makes changes, accepts, plays the checker, destroys; one report in .cache/prove.",
    )
    .option("--quick", "small data, short phases, no changes")
    .option("--scale <share>", `share of the full data (default: 1, with --quick ${QUICK_SCALE})`, share)
    .action(main),
);

async function main({ quick = false, scale = quick ? QUICK_SCALE : 1 }: Arguments): Promise<void> {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  // What an earlier run left that was killed.
  await Lab.down(LAB);
  const interruption = new AbortController();
  // Not once: npm and tsx pass on what the terminal has sent to all of them. What is broken is mended first.
  process.on("SIGINT", () => {
    interruption.abort(new Error("interrupted"));
  });
  const { signal } = interruption;
  let lab: Lab | undefined;
  /** Lines of the deployment that is under way. */
  const told: string[] = [];
  let drills: readonly DrillResult[] | undefined;
  let acceptance: Acceptance | undefined;
  let checker: CheckerResult | undefined;
  let changes: readonly ChangeResult[] | undefined;
  // Each is a deployment or two: __tests__/stacks/changes.lab.test.ts is the short form.
  const changing: ProofStep = {
    name: "change",
    run: async () => {
      if (!lab) throw new Error("change: expected a lab, found none");
      changes = await runChanges(CHANGES, { lab, rate: RATE, told }, { print, signal });
      return changes.every(heldChange);
    },
  };
  const steps: readonly ProofStep[] = [
    {
      name: "deploy",
      run: async () => {
        const tell = (line: string): void => {
          told.push(line);
          print(line);
        };
        lab = await Lab.up({ name: LAB, scale, tell });
        return true;
      },
    },
    {
      name: "drill",
      run: async () => {
        drills = await drilled(quick, signal);
        return drills.every(held);
      },
    },
    ...(quick ? [] : [changing]),
    // After the drills, as some requirements are judged by them; and it sees that nothing is left of what they broke, or
    // of what was changed.
    {
      name: "accept",
      run: async () => {
        acceptance = await accepted(quick, drills ?? [], signal);
        if (acceptance.conclusion !== "undecided") return acceptance.conclusion === "accepted";
        throw new Error(`accept: expected a verdict, found ${conclusionLine(acceptance)}`);
      },
    },
    {
      name: "checker",
      run: async () => {
        checker = await checked(quick, signal);
        if (checker.conclusion !== "undecided") return checker.conclusion === "passed";
        throw new Error(`checker: expected a verdict, found ${checkerLine(checker)}`);
      },
    },
    {
      name: "destroy",
      run: async () => {
        await lab?.destroy();
        const left = Object.keys((await lab?.status())?.counts ?? {});
        if (left.length === 0) return true;
        throw new Error(`after cdktf destroy: expected no resource, found ${left.join(", ")}`);
      },
    },
  ];
  const results = await runSteps(steps, print, signal).finally(() => Lab.down(LAB));

  print(`prove: ${results.reduce((total, { seconds }) => total + seconds, 0).toFixed(0)} s in all`);

  const title = `Proof ${quick ? "in short " : ""}with ${scale * 100} % of the data`;
  writeAll(title, {
    steps: results,
    ...(acceptance && { acceptance }),
    ...(checker && { checker }),
    ...(drills && { drills }),
    ...(changes && { changes }),
  });
  const good = results.length === steps.length && results.every(({ status }) => status === "pass");
  process.exitCode = good ? 0 : 1;
  // An interrupted step may still be waiting for an answer that is not needed.
  if (signal.aborted) process.exit();
}

async function drilled(quick: boolean, signal: AbortSignal): Promise<readonly DrillResult[]> {
  const deployment = await labDeployment(LAB);
  const options = { steadySeconds: steadySeconds({ quick }), signal };
  const results = await runDrills(deployment, planDrills({ quick }), options);
  print(tableOf(results));
  return results;
}

async function accepted(quick: boolean, drills: readonly DrillResult[], signal: AbortSignal): Promise<Acceptance> {
  const subject = await labSubject(LAB);
  const plan = quick ? QUICK : FULL;
  const wanted = requirements(plan, subject.prepared);
  const nodeFailures = nodeFailuresOf(drills);
  const acceptance = await accept({ subject, plan, wanted, signal, ...(nodeFailures && { nodeFailures }) });
  print(textReport(acceptance, process.stderr.columns));
  return acceptance;
}

async function checked(quick: boolean, signal: AbortSignal): Promise<CheckerResult> {
  const subject = await labSubject(LAB);
  const email = subject.machines?.studentEmail ?? "";
  const progress = new ProgressLine(process.stderr);
  const plan = quick ? QUICK_CHECK : FULL_CHECK;
  const result = await runChecker({ subject, plan, email, progress, signal });
  print(checkerText(result));
  return result;
}

function writeAll(title: string, proof: Proof): void {
  writeReports(
    { json: join(FOLDER, "report.json"), junit: join(FOLDER, "junit.xml"), html: join(FOLDER, "report.html") },
    { json: proofReport(proof), suites: proofSuites(proof), page: proofPage(title, proof) },
  );
  console.log(`The report is in ${FOLDER}.`);
}

function print(line: string): void {
  console.error(line);
}
