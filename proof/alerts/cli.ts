/** Makes each alert fire once in a lab by its cause, and clear again: `npm run alerts`. */
import Table from "cli-table3";
import { Command } from "commander";
import { Lab } from "../../lab";
import { Prometheus } from "../../monitoring/prometheus";
import { throughShell } from "../../monitoring/shell-transport";
import { play, type Outcome } from "./drill";
import type { Lane } from "./scene";
import { ACTS, LAST, PATIENT } from "./scenes";
import { users } from "./users";
import { runCli } from "../../script/run-cli";

/** Of its own, so that a lab that somebody works with stays as it is. */
const LAB = "alerts";
const SCALE = 0.02;

const program = new Command("alerts")
  .description(
    "Makes each alert fire once in a lab of its own by its cause, and clear again. Takes about half an hour.",
  )
  .option("--only <alerts>", "names of alerts, with commas between them")
  .action(async ({ only }: { only?: string }) => {
    const started = Date.now();
    const tell = (line: string): void => {
      console.log(`[${((Date.now() - started) / 1000).toFixed(0).padStart(4)} s] ${line}`);
    };
    // What an earlier run left that was killed.
    await Lab.down(LAB);
    try {
      const outcomes = await played(await Lab.up({ name: LAB, scale: SCALE, tell }), only?.split(","), tell);
      console.log(table(outcomes));
      const good = outcomes.filter(
        ({ firedSeconds, clearedSeconds }) => firedSeconds !== undefined && clearedSeconds !== undefined,
      );
      console.log(`${good.length} of ${outcomes.length} alerts fired and cleared.`);
      process.exitCode = good.length < outcomes.length ? 1 : 0;
    } finally {
      await Lab.down(LAB);
    }
  });

async function played(
  lab: Lab,
  wanted: readonly string[] | undefined,
  tell: (line: string) => void,
): Promise<readonly Outcome[]> {
  const prometheus = new Prometheus(throughShell((command) => lab.machine("edge").succeed(command)));
  const enough = new AbortController();
  const load = await users(lab.urls.https, enough.signal);
  const playOut = (lanes: readonly Lane[]): Promise<readonly Outcome[]> =>
    play(
      lanes.map((lane) => lane.filter(({ alerts }) => !wanted || alerts.some((alert) => wanted.includes(alert)))),
      { lab, prometheus, tell },
    );
  const patient = playOut([PATIENT]);
  const outcomes: Outcome[] = [];
  for (const lanes of ACTS) outcomes.push(...(await playOut(lanes)));
  outcomes.push(...(await patient));
  outcomes.push(...(await playOut([LAST])));
  enough.abort();
  await load.end;
  return outcomes;
}

function table(outcomes: readonly Outcome[]): string {
  const drawn = new Table({ head: ["alert", "cause", "fired", "cleared"], style: { head: [], border: [] } });
  const seconds = (value: number | undefined): string => (value === undefined ? "NO" : `${value.toFixed(0)} s`);
  for (const { alert, scene, firedSeconds, clearedSeconds } of outcomes) {
    const cause = scene.forged === undefined ? scene.what : `${scene.what} (${scene.forged})`;
    drawn.push([alert, cause, seconds(firedSeconds), seconds(clearedSeconds)]);
  }
  return drawn.toString();
}

runCli(program, 1);
