/** An accelerated half year in a lab: `npm run months -- --help`, as root. */
import { writeFileSync } from "node:fs";
import { Command, InvalidArgumentError } from "commander";
import { Lab, share } from "../../lab";
import { runCli } from "../../script/run-cli";
import { writeSection } from "../report/document";
import { monthsReport } from "./report";
import { missed, type Wanted } from "./result";
import { live } from "./run";
import { monthsTable } from "./table";

interface Arguments extends Wanted {
  readonly lab: string;
  readonly scale: number;
  readonly json?: string;
  readonly keep?: boolean;
  readonly write?: boolean;
}

/** All answers of a load are held until its end; so many fit into a process. */
const MOST_REQUESTS = 1_200_000;
/** Samples for Prometheus come five times as often as an installation's. */
const OVERRIDES = { monitoring: { scrapeIntervalSeconds: 1 } };

runCli(
  new Command("months")
    .description("Lives half a year fast in a lab of its own, under load, and looks for what grows, fails or is lost.")
    .option("--lab <name>", "name of the lab", "months")
    .option("--recyclings <number>", "restarts by the clock, at least", whole, 5000)
    .option("--deaths <number>", "instances that die or turn sick by themselves, at least", whole, 130)
    .option("--rate <number>", "requests per second", whole, 30)
    .option("--hours <number>", "end then, with status 1 when less has happened", Number, 6)
    .option("--scale <share>", "share of the full data, above 0 and at most 1", share, 0.02)
    .option("--json <file>", "write all series for programs")
    .option("--keep", "leave the lab up")
    .option("--write", "put the table into docs/months.md")
    .action(main),
);

async function main({ lab: name, scale, json, keep = false, write = false, ...wanted }: Arguments): Promise<void> {
  if (!(wanted.rate * wanted.hours * 3600 <= MOST_REQUESTS)) {
    throw new Error(`--rate ${wanted.rate} --hours ${wanted.hours}: expected at most ${MOST_REQUESTS} requests in all`);
  }
  const interruption = new AbortController();
  // Not once: npm and tsx pass on what the terminal has sent to all of them.
  process.on("SIGINT", () => {
    interruption.abort(new Error("interrupted"));
  });
  const { signal } = interruption;
  try {
    console.error("deploying");
    const lab = await Lab.up({ name, scale, overrides: OVERRIDES, tell: () => undefined });
    signal.throwIfAborted();
    const lived = await live(lab, name, wanted, signal);
    const table = monthsTable(lived);
    const faults = [...(signal.aborted ? ["the end: it was interrupted"] : []), ...missed(lived)];
    console.log(table);
    for (const fault of faults) console.error(`missed: ${fault}`);
    if (json !== undefined) writeFileSync(json, `${JSON.stringify(monthsReport(lived))}\n`);
    if (write) writeSection("months.md", "npm run months", table);
    process.exitCode = faults.length === 0 ? 0 : 1;
  } finally {
    if (!keep) await Lab.down(name);
  }
}

function whole(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("expected a whole number above 0.");
}
