import { messageOf } from "../../config/message-of";
import type { Lab } from "../../lab";
import { Site } from "../drills/site";
import { whileUsersCome } from "../load/users";
import { MACHINES } from "../target/deployment";
import { labDeployment } from "../target/open";
import { accelerate } from "./accelerate";
import { choresOf, doChores, type Done } from "./days";
import { History } from "./history";
import { probe } from "./probe";
import type { Lived, Wanted } from "./result";
import type { Snapshot } from "./snapshot";

const SAMPLE_SECONDS = 15;
const PROGRESS_SECONDS = 60;
/** A half year of 180 days has 5,000 recyclings: the pace of the days, whatever is asked for. */
const RECYCLINGS_A_DAY = 5000 / 180;

/** Lets a lab live fast under load until enough has happened, the time is over, or the signal comes. */
export async function live(lab: Lab, name: string, wanted: Wanted, signal: AbortSignal): Promise<Lived> {
  const site = await Site.of(await labDeployment(name), signal);
  const history = new History();
  for (const machine of MACHINES) history.begin(await probe(site.machine(machine)));
  const pace = await accelerate(site, wanted.deaths / wanted.recyclings);
  const begun = Date.now();
  const elapsed = (): number => (Date.now() - begun) / 1000;
  const chores: Done[] = [];
  const unread: string[] = [];
  let [days, told, failed] = [0, 0, 0];
  const enough = (): boolean => history.recyclings >= wanted.recyclings && history.deaths >= wanted.deaths;
  const step = async (): Promise<void> => {
    history.add(await snapshots(site, unread));
    if (history.recyclings >= (days + 1) * RECYCLINGS_A_DAY) chores.push(...(await liveDay(site, ++days)));
    if (elapsed() - told < PROGRESS_SECONDS) return;
    told = elapsed();
    const counts = `${history.recyclings} recyclings, ${history.deaths} deaths, ${days} days`;
    console.error(`${(told / 60).toFixed(0)} min: ${counts}; ${failed} requests failed`);
  };
  const seen = await whileUsersCome(
    lab,
    wanted.rate,
    async () => {
      while (!signal.aborted && !enough() && elapsed() < wanted.hours * 3600) {
        const next = Date.now() + SAMPLE_SECONDS * 1000;
        await step();
        await site.pause(Math.max(0, next - Date.now()) / 1000).catch(() => undefined);
      }
    },
    (failure) => {
      failed++;
      console.error(`failed: ${failure}`);
    },
  );
  return { wanted, pace, history, seen, chores, days, unread, seconds: elapsed() };
}

/** Samples of all machines that answer. */
async function snapshots(site: Site, unread: string[]): Promise<readonly Snapshot[]> {
  const taken = MACHINES.map(async (machine) => {
    try {
      return [await probe(site.machine(machine))];
    } catch (error) {
      unread.push(`${machine}: ${messageOf(error).split("\n")[0] ?? ""}`);
      return [];
    }
  });
  return (await Promise.all(taken)).flat();
}

/** What the machines' timers would do in a day. */
async function liveDay(site: Site, day: number): Promise<readonly Done[]> {
  const done = MACHINES.map((name, index) => doChores(site.machine(name), choresOf(day, index, MACHINES.length)));
  return (await Promise.all(done)).flat();
}
