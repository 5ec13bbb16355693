/** `script/readings`: see `script/readings --help`. */
import { Command } from "commander";
import { messageOf } from "../../config/message-of";
import { share } from "../../lab";
import { runCli } from "../../script/run-cli";
import type { DrillId } from "../drills/drills";
import { planDrills, type PlannedDrill } from "../drills/plan";
import { readSection, writeSection } from "../report/document";
import { ProgressLine } from "../report/progress";
import { replacedRows } from "../report/replaced-rows";
import { measureReading, missedIn, type ReadingResult } from "./measure";
import { type Reading, readings } from "./reading";
import { limitersOf, matrixOf } from "./table";

interface Arguments {
  readonly only?: readonly Reading[];
  readonly quick?: boolean;
  readonly limiters?: boolean;
  readonly scale: number;
  readonly write?: boolean;
}

const LAB = "readings";

/** A process that dies, one that is sick, poison, and a database that comes back: where readings differ. */
const DRILLS: readonly DrillId[] = ["panic-operation", "sick-operation", "repeated-panic", "postgres-killed"];

/** The two readings of the limiter, and requests a second: one instance answers 100. */
const LIMITERS = { readings: ["defaults", "refuses"], drill: "one-left", rates: [60, 120, 190] } as const;

runCli(
  new Command("readings")
    .description(
      "Deploys into a lab with the stand-in on the other side of each doubtful fact, one after the other; accepts and drills in the quick form. Prints a matrix.",
    )
    .option(
      "--only <ids>",
      `some of them: ${readings()
        .map(({ id }) => id)
        .join(", ")}`,
      some,
    )
    .option("--quick", "all facts on their other side at once, no drill but the first")
    .option("--limiters", "both readings of the limiter, with one instance left, at several rates")
    .option("--scale <share>", "share of the full data, above 0 and at most 1", share, 0.01)
    .option("--write", "put the table into docs/bingo.md, or the rows of --only")
    .action(main),
  1,
);

async function main({ only, quick = false, limiters = false, scale, write = false }: Arguments): Promise<void> {
  const interruption = new AbortController();
  process.once("SIGINT", () => {
    interruption.abort(new Error("interrupted"));
  });
  const { signal } = interruption;
  const progress = new ProgressLine(process.stderr);
  const drills = limiters
    ? limiterDrills()
    : planDrills({ only: quick ? DRILLS.slice(0, 1) : DRILLS, rate: 60, quick: true });
  const results: ReadingResult[] = [];
  for (const reading of only ?? chosen(quick, limiters)) {
    if (signal.aborted) break;
    const tell = (line: string): void => {
      console.error(`${reading.id}  ${line}`);
    };
    try {
      results.push(
        await measureReading(reading, { lab: LAB, scale, drills, accepts: !limiters, progress, signal, tell }),
      );
    } catch (error) {
      // What one reading ends with does not lose the others.
      tell(`failed: ${messageOf(error)}`);
      process.exitCode = 1;
    }
  }
  const table = limiters ? limitersOf(results) : matrixOf(results);
  console.log(table);
  if (results.some((result) => missedIn(result).length > 0)) process.exitCode = 1;
  if (!write) return;
  const command = limiters ? "script/readings --limiters" : "script/readings";
  writeSection("bingo.md", command, only ? replacedRows(readSection("bingo.md", command), table) : table);
}

function chosen(quick: boolean, limiters: boolean): readonly Reading[] {
  const wanted: readonly string[] | undefined = limiters ? LIMITERS.readings : quick ? ["all"] : undefined;
  return readings().filter(({ id }) => wanted?.includes(id) ?? true);
}

function limiterDrills(): readonly PlannedDrill[] {
  return LIMITERS.rates.flatMap((rate) => planDrills({ only: [LIMITERS.drill], rate, quick: false }));
}

function some(text: string): readonly Reading[] {
  const known = readings();
  return text.split(",").map((id) => {
    const found = known.find((reading) => reading.id === id);
    if (found) return found;
    throw new Error(`expected ids of readings, found "${id}"; all are ${known.map((each) => each.id).join(", ")}`);
  });
}
