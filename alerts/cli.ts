/** Makes each alert fire once in a lab by its cause, and clear again: `npm run alerts -- --lab NAME`. */
import Table from "cli-table3";
import { Command } from "commander";
import { Lab } from "../lab/testing";
import { Prometheus } from "../status/prometheus";
import { play, type Outcome } from "./drill";
import type { Lane } from "./scene";
import { ACTS, PATIENT } from "./scenes";
import { users } from "./users";

const program = new Command("alerts")
  .description("Makes each alert fire once in a lab by its cause, and clear again. Takes about half an hour.")
  .requiredOption("--lab <name>", "a lab that is up, and that nobody else needs meanwhile")
  .option("--only <alerts>", "names of alerts, with commas between them")
  .action(async ({ lab: name, only }: { lab: string; only?: string }) => {
    const lab = await Lab.attach(name);
    const prometheus = new Prometheus((command) => lab.machine("edge").succeed(command));
    const wanted = only?.split(",");
    const started = Date.now();
    const tell = (line: string): void => {
      console.log(`[${((Date.now() - started) / 1000).toFixed(0).padStart(4)} s] ${line}`);
    };

    const enough = new AbortController();
    const load = await users(lab.urls.https, enough.signal);
    const chosen = (lanes: readonly Lane[]): readonly Lane[] =>
      lanes.map((lane) => lane.filter(({ alerts }) => !wanted || alerts.some((alert) => wanted.includes(alert))));
    const patient = play(chosen([PATIENT]), { lab, prometheus, tell });
    const outcomes: Outcome[] = [];
    for (const lanes of ACTS) outcomes.push(...(await play(chosen(lanes), { lab, prometheus, tell })));
    outcomes.push(...(await patient));
    enough.abort();
    await load.end;

    console.log(table(outcomes));
    const failed = outcomes.filter(
      ({ firedSeconds, clearedSeconds }) => firedSeconds === undefined || clearedSeconds === undefined,
    );
    console.log(`${outcomes.length - failed.length} of ${outcomes.length} alerts fired and cleared.`);
    process.exitCode = failed.length > 0 ? 1 : 0;
  });

function table(outcomes: readonly Outcome[]): string {
  const drawn = new Table({ head: ["alert", "cause", "fired", "cleared"], style: { head: [], border: [] } });
  const seconds = (value: number | undefined): string => (value === undefined ? "NO" : `${value.toFixed(0)} s`);
  for (const { alert, scene, firedSeconds, clearedSeconds } of outcomes) {
    const cause = scene.forged === undefined ? scene.what : `${scene.what} (${scene.forged})`;
    drawn.push([alert, cause, seconds(firedSeconds), seconds(clearedSeconds)]);
  }
  return drawn.toString();
}

program.parseAsync().catch((error: unknown) => {
  console.error(`alerts: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
