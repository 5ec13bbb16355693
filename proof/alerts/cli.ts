/** Makes each alert fire once in a lab by its cause, and clear again: `npm run alerts`. */
import Table from "cli-table3";
import { Command } from "commander";
import { Lab } from "../../lab";
import { Prometheus } from "../../monitoring/prometheus";
import { throughShell } from "../../monitoring/shell-transport";
import { idsAt } from "../load/ids";
import { MixedUsers } from "../load/mixed-users";
import { openLoop } from "../load/open-loop";
import { selfSigned } from "../load/service-url";
import { runCli } from "../../script/run-cli";
import { WITH_BACKUPS } from "./cases/backups";
import { SCHEDULE, scheduleOf } from "./schedule";
import { measureTimings, type AlertTiming } from "./timing";

/** A lab of its own, so that one that somebody works with stays as it is. */
const LAB = "alerts";
const SCALE = 0.02;
/** Requests a second: high enough that every instance sees traffic, low enough to leave CPU for the lab. */
const RATE = 15;
const LONGEST_SECONDS = 2 * 3600;

runCli(
  new Command("alerts")
    .description(
      "Makes each alert fire once in a lab of its own by its cause, and clear again. Takes less than an hour.",
    )
    .option("--only <alerts>", "names of alerts, with commas between them")
    .action(main),
  1,
);

async function main({ only }: { only?: string }): Promise<void> {
  const started = Date.now();
  const print = (line: string): void => {
    console.log(`[${((Date.now() - started) / 1000).toFixed(0).padStart(4)} s] ${line}`);
  };
  // What an earlier run left that was killed.
  await Lab.down(LAB);
  try {
    const timings = await measured(
      await Lab.up({ name: LAB, scale: SCALE, overrides: WITH_BACKUPS, tell: print }),
      only?.split(","),
      print,
    );
    console.log(table(timings));
    const good = timings.filter(
      ({ firedSeconds, clearedSeconds }) => firedSeconds !== undefined && clearedSeconds !== undefined,
    );
    console.log(`${good.length} of ${timings.length} alerts fired and cleared.`);
    process.exitCode = good.length < timings.length ? 1 : 0;
  } finally {
    await Lab.down(LAB);
  }
}

async function measured(
  lab: Lab,
  alerts: readonly string[] | undefined,
  print: (line: string) => void,
): Promise<readonly AlertTiming[]> {
  const prometheus = new Prometheus(throughShell((command) => lab.machine("edge").succeed(command)));
  const enough = new AbortController();
  const target = selfSigned(lab.urls.https);
  const source = new MixedUsers(await idsAt(target));
  // Errors of this load trigger the alerts.
  const load = openLoop({ target, rate: RATE, durationSeconds: LONGEST_SECONDS, source, signal: enough.signal });
  const schedule = alerts ? scheduleOf(SCHEDULE, alerts) : SCHEDULE;
  const timings = await measureTimings(schedule, { lab, prometheus, print });
  enough.abort();
  await load;
  return timings;
}

function table(timings: readonly AlertTiming[]): string {
  const drawn = new Table({ head: ["alert", "cause", "fired", "cleared"], style: { head: [], border: [] } });
  const seconds = (value: number | undefined): string => (value === undefined ? "NO" : `${value.toFixed(0)} s`);
  for (const { alert, case: of, firedSeconds, clearedSeconds } of timings) {
    const cause = of.simulated === undefined ? of.what : `${of.what} (${of.simulated})`;
    drawn.push([alert, cause, seconds(firedSeconds), seconds(clearedSeconds)]);
  }
  return drawn.toString();
}
