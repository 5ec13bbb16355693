/** `script/readings`: see `script/readings --help`. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { PROJECT_ROOT } from "../../config/paths";
import { messageOf } from "../../config/message-of";
import { share } from "../../lab";
import { runCli } from "../../script/run-cli";
import type { DrillId } from "../drills/drills";
import { ProgressLine } from "../report/progress";
import { measureReading, type ReadingResult } from "./measure";
import { type Reading, readings } from "./reading";
import { markdownOf } from "./table";

interface Arguments {
  readonly only?: readonly Reading[];
  readonly quick?: boolean;
  readonly scale: number;
  readonly write?: boolean;
}

const LAB = "readings";
const DOCUMENT = join(PROJECT_ROOT, "docs", "bingo.md");
const SECTION = /(<!-- made by script\/readings -->\n)[\s\S]*?(\n<!-- end -->)/;

/** A process that dies, one that is sick, poison, and a database that comes back: where readings differ. */
const DRILLS: readonly DrillId[] = ["panic-operation", "sick-operation", "repeated-panic", "postgres-killed"];

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
    .option("--scale <share>", "share of the full data, above 0 and at most 1", share, 0.01)
    .option("--write", "put the matrix into docs/bingo.md")
    .action(main),
  1,
);

async function main({ only, quick = false, scale, write = false }: Arguments): Promise<void> {
  const interruption = new AbortController();
  process.once("SIGINT", () => {
    interruption.abort(new Error("interrupted"));
  });
  const { signal } = interruption;
  const chosen = only ?? readings().filter(({ id }) => !quick || id === "all");
  const progress = new ProgressLine(process.stderr);
  const results: ReadingResult[] = [];
  for (const reading of chosen) {
    if (signal.aborted) break;
    const tell = (line: string): void => {
      console.error(`${reading.id}  ${line}`);
    };
    try {
      const drills = quick ? DRILLS.slice(0, 1) : DRILLS;
      results.push(await measureReading(reading, { lab: LAB, scale, drills, progress, signal, tell }));
    } catch (error) {
      // What one reading ends with does not lose the others.
      tell(`failed: ${messageOf(error)}`);
      process.exitCode = 1;
    }
  }
  const matrix = markdownOf(results);
  console.log(matrix);
  if (results.some(({ missed, broken }) => missed.length + broken.length > 0)) process.exitCode = 1;
  if (write) writeFileSync(DOCUMENT, readFileSync(DOCUMENT, "utf8").replace(SECTION, `$1\n${matrix}\n$2`));
}

function some(text: string): readonly Reading[] {
  const known = readings();
  return text.split(",").map((id) => {
    const found = known.find((reading) => reading.id === id);
    if (found) return found;
    throw new Error(`expected ids of readings, found "${id}"; all are ${known.map((each) => each.id).join(", ")}`);
  });
}
