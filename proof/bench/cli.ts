/** `script/bench`: see `script/bench --help`. */
import { writeFileSync } from "node:fs";
import { Command, Option } from "commander";
import { accept } from "../acceptance/accept";
import { labSubject } from "../acceptance/deployed";
import { FULL as ACCEPT_FULL, QUICK as ACCEPT_QUICK } from "../acceptance/plan";
import { SILENT } from "../report/progress";
import { requirements } from "../acceptance/requirements";
import { Lab, share } from "../../lab";
import { CANDIDATES, type Candidate } from "./candidates";
import type { DrillId } from "../drills/drills";
import { drillIds } from "../drills/plan";
import { drillFigures } from "./drill-figures";
import { FULL, Measurement, QUICK } from "./measure";
import type { BenchResult } from "./result";
import { selfSigned } from "../load/service-url";
import { markdownOf } from "./table";
import { runCli } from "../../script/run-cli";
import { messageOf } from "../../config/message-of";

interface Arguments {
  readonly only?: string;
  readonly quick?: boolean;
  readonly scale: number;
  readonly drills?: readonly DrillId[];
  readonly json?: string;
  readonly markdown?: string;
}

runCli(
  new Command("bench")
    .description(
      "Deploys this installation and the public solution's settings into labs, one after the other, measures both in the same way, and prints the figures side by side. As root, on a machine that does nothing else.",
    )
    .addOption(new Option("--only <lab>", "one of them").choices(CANDIDATES.map(({ lab }) => lab)))
    .option("--quick", "shorter phases")
    .option("--scale <share>", "share of the full data, above 0 and at most 1", share, 1)
    .option("--drills <ids>", "these drills alone, with commas between them (default: all)", drillIds)
    .option("--json <file>", "write the figures")
    .option("--markdown <file>", "write the table")
    .action(main),
  1,
);

async function main(options: Arguments): Promise<void> {
  const interruption = new AbortController();
  process.once("SIGINT", () => {
    interruption.abort(new Error("interrupted"));
  });
  const results: BenchResult[] = [];
  for (const one of CANDIDATES.filter(({ lab }) => options.only === undefined || options.only === lab)) {
    if (interruption.signal.aborted) break;
    try {
      results.push(await measured(one, options, interruption.signal));
    } catch (error) {
      // The failure of one candidate does not lose the measurements of the other.
      console.error(`bench: ${one.title}: ${messageOf(error)}`);
      process.exitCode = 1;
    }
  }
  const table = markdownOf(results);
  console.log(table);
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(results, null, 2)}\n`);
  if (options.markdown !== undefined) writeFileSync(options.markdown, `${table}\n`);
}

/** Deploys a candidate into its lab, measures it, and removes the lab. */
async function measured(
  { title, lab: name, options }: Candidate,
  { quick = false, scale, drills: only }: Arguments,
  signal: AbortSignal,
): Promise<BenchResult> {
  const started = Date.now();
  const seconds = (): number => (Date.now() - started) / 1000;
  const print = (line: string): void => {
    console.error(`${title} ${seconds().toFixed(0).padStart(5)} s  ${line}`);
  };
  const plan = quick ? QUICK : FULL;

  try {
    print("deploying");
    const lab = await Lab.up({ name, scale, ...options, tell: () => undefined });
    const deploySeconds = seconds();
    print("answers; the acceptance list");
    const { missed, acceptedSeconds } = await acceptance();
    print("latencies at the peak rate");
    const service = selfSigned(lab.urls.https);
    const measurement = await Measurement.of(service, plan);
    const latencies = await measurement.latencies();
    const bigListSeconds = await measurement.bigList();
    print("the highest rate");
    const highestRate = await measurement.highestRate(print);
    print("drills");
    const drills = await drillFigures(name, { ...plan, ids: measurement.ids, signal, ...(only && { only }) });
    const accepted = acceptedSeconds === undefined ? {} : { acceptedSeconds };
    return { title, deploySeconds, ...accepted, missed, latencies, bigListSeconds, highestRate, drills };
  } finally {
    await Lab.down(name);
  }

  async function acceptance(): Promise<Pick<BenchResult, "missed" | "acceptedSeconds">> {
    const subject = await labSubject(name);
    const acceptPlan = quick ? ACCEPT_QUICK : ACCEPT_FULL;
    const wanted = requirements(acceptPlan, subject.prepared);
    const { verdicts, conclusion } = await accept({ subject, plan: acceptPlan, wanted, progress: SILENT, signal });
    const missed = verdicts.filter(({ outcome }) => outcome === "fail").map(({ requirement }) => requirement.id);
    return { missed, ...(conclusion === "accepted" ? { acceptedSeconds: seconds() } : {}) };
  }
}
