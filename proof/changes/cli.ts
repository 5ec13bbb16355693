/** Changes of an installation under load, in a lab: `npm run changes -- --help`, as root. */
import { Command } from "commander";
import { Lab, share } from "../../lab";
import { runCli } from "../../script/run-cli";
import { readSection, writeSection } from "../report/document";
import { knownIds } from "../report/known-ids";
import { replacedRows } from "../report/replaced-rows";
import { CHANGES } from "./changes";
import { changesTable } from "./report/table";
import { held } from "./run";
import { RATE, runChanges } from "./session";

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
    .option("--rate <number>", "requests per second", Number, RATE)
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
    const results = await runChanges(chosen, { lab, rate, told }, { print: console.error });
    const table = changesTable(results, rate);
    console.log(table);
    if (write) writeSection(...SECTION, replacedRows(readSection(...SECTION), table));
    process.exitCode = results.every(held) ? 0 : 1;
  } finally {
    if (!keep) await Lab.down(name);
  }
}

function ids(text: string): readonly string[] {
  return knownIds(
    "changes",
    text,
    CHANGES.map(({ id }) => id),
  );
}
