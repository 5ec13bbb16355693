/** Changes of an installation under load, in a lab: `npm run changes -- --help`, as root. */
import { Command } from "commander";
import { Lab, share } from "../../lab";
import { runCli } from "../../script/run-cli";
import { readSection, writeSection } from "../report/document";
import { knownIds } from "../report/known-ids";
import { replacedRows } from "../report/replaced-rows";
import { CHANGES } from "./changes";
import { held, type Result, runChange, waysOf } from "./run";
import { changesTable } from "./table";

interface Arguments {
  readonly lab: string;
  readonly only?: readonly string[];
  readonly quick?: boolean;
  readonly rate: number;
  readonly scale: number;
  readonly keep?: boolean;
  readonly write?: boolean;
}

const SECTION = ["changes.md", "npm run changes"] as const;

runCli(
  new Command("changes")
    .description("Makes changes of the config in a lab of its own, under load, and takes each back.")
    .option("--lab <name>", "name of the lab", "changes")
    .option("--only <ids>", "these changes, for example retention,domain", ids)
    .option("--quick", "some of them")
    .option("--rate <number>", "requests per second", Number, 120)
    .option("--scale <share>", "share of the full data, above 0 and at most 1", share, 0.02)
    .option("--keep", "leave the lab up")
    .option("--write", "put the rows of these changes into docs/changes.md")
    .action(main),
);

async function main({
  lab: name,
  only,
  quick = false,
  rate,
  scale,
  keep = false,
  write = false,
}: Arguments): Promise<void> {
  const chosen = CHANGES.filter((change) => only?.includes(change.id) ?? (!quick || change.quick === true));
  const told: string[] = [];
  try {
    console.error("deploying");
    const lab = await Lab.up({ name, scale, tell: (line) => told.push(line) });
    const results: Result[] = [];
    for (const change of chosen) {
      const result = await runChange(change, { lab, rate, told });
      results.push(result);
      console.error(summary(result));
    }
    const table = changesTable(results, rate);
    console.log(table);
    if (write) writeSection(...SECTION, replacedRows(readSection(...SECTION), table));
    process.exitCode = results.every(held) ? 0 : 1;
  } finally {
    if (!keep) await Lab.down(name);
  }
}

/** A result for who waits for it, with what failed. */
function summary(result: Result): string {
  const { change } = result;
  return [
    `${held(result) ? "held" : "FAILED"}  ${change.id}`,
    ...waysOf(result).flatMap(({ steps, failures, requests, seconds, lateShare, error }) => [
      `  ${seconds.toFixed(0)} s; ${failures.length} of ${requests} failed; ${(100 * lateShare).toFixed(1)} % late`,
      ...steps.map((step) => `    ${step}`),
      ...failures.slice(0, 20).map((failure) => `    ${failure}`),
      ...(error === undefined || (change.refused?.test(error) ?? false) ? [] : [error]),
    ]),
  ].join("\n");
}

function ids(text: string): readonly string[] {
  return knownIds(
    "changes",
    text,
    CHANGES.map(({ id }) => id),
  );
}
