/** `npm run restore`: see `npm run restore -- --help`. */
import { Command, InvalidArgumentError } from "commander";
import { DATABASE } from "../../proof/target/deployment";
import { openDeployment } from "../../proof/target/open";
import { agreed } from "../agreed";
import { runCli } from "../run-cli";
import { pointInTime } from "./point-in-time";
import { range, runOnMachine } from "./remote";

interface Options {
  readonly to?: Date;
  readonly latest?: true;
  readonly try?: true;
  readonly undo?: true;
  readonly confirm?: true;
  readonly yes?: true;
  readonly lab?: string;
}

runCli(
  new Command("restore")
    .description(
      "Takes the database back to a moment, from its backups, in place and with instances held. What was there is kept until it is confirmed. Without an option it says how far back it can go.",
    )
    .option(
      "--to <time>",
      "a moment with its zone, for example 2026-11-26T12:40:05Z or 2026-11-26T15:40:05+03:00",
      time,
    )
    .option("--latest", "the last change that was archived: for a cluster that is broken")
    .option("--try", "tries it beside the database, which users do not notice, and removes the copy again")
    .option("--undo", "puts the cluster back that a restore has set aside; what was written since is lost")
    .option("--confirm", "removes the cluster that a restore has set aside")
    .option("--yes", "asks nothing")
    .option("--lab <name>", "in a lab in place of the deployed installation")
    .action(main),
);

async function main(options: Options): Promise<void> {
  const actions = chosen(options);
  if (actions.length > 1) {
    throw new Error(`expected one of --to, --latest, --try, --undo, --confirm, found ${actions.length}`);
  }
  const [action] = actions;
  const deployment = await openDeployment(options.lab);
  try {
    const database = deployment.machine(DATABASE);
    const { oldest, kept } = await range(database);
    if (action === undefined) {
      console.log(`${deployment.name}: can be restored to every second since ${oldest.toISOString()}`);
      if (kept) console.log("A cluster of before a restore is kept: --confirm removes it, --undo puts it back.");
      return;
    }
    if (
      action.means !== undefined &&
      options.yes === undefined &&
      !(await agreed(`${deployment.name}: ${action.means}`))
    ) {
      throw new Error("nothing was done: expected the answer yes");
    }
    const tell = (line: string): void => {
      console.log(line);
    };
    await runOnMachine(database, action.words, tell, action.unit);
  } finally {
    await deployment.close();
  }
}

interface Action {
  /** Of bingo-restore on the machine. */
  readonly words: readonly string[];
  /** What it does, for the question; without it nobody is asked. */
  readonly means?: string;
  /** Of systemd, while it runs. @default that of all actions which touch the database */
  readonly unit?: string;
}

function chosen({ to, latest, undo, confirm, try: trial }: Options): readonly Action[] {
  const held = "Nobody is served by the database meanwhile.";
  const kept = "What was written since is set aside, and kept until --confirm.";
  return [
    ...(to
      ? [
          {
            words: ["--to", to.toISOString().replace("T", " ").replace("Z", "+00")],
            means: `the database becomes what it was at ${to.toISOString()}. ${kept} ${held}`,
          },
        ]
      : []),
    ...(latest
      ? [{ words: ["--latest"], means: `the database becomes what the bucket has last got of it. ${kept} ${held}` }]
      : []),
    // A unit of its own: it may take hours, and a restore in earnest does not wait for it.
    ...(trial ? [{ words: ["--try"], unit: "database-restore-asked" }] : []),
    ...(undo
      ? [
          {
            words: ["--undo"],
            means: `the cluster of before the restore is put back. What was written since the restore IS LOST. ${held}`,
          },
        ]
      : []),
    ...(confirm ? [{ words: ["--confirm"], means: "the cluster of before the restore IS REMOVED." }] : []),
  ];
}

function time(text: string): Date {
  const found = pointInTime(text);
  if (found) return found;
  throw new InvalidArgumentError("expected a time with its zone, for example 2026-11-26T12:40:05Z.");
}
