import { setTimeout as pause } from "node:timers/promises";
import { WAYS, type Run } from "../facts";
import { openLoop } from "../../load/open-loop";
import { MixedUsers } from "../../load/mixed-users";
import { Random } from "../../load/random";
import {
  deleteSession,
  createdId,
  get,
  getCustomer,
  getMovie,
  getSession,
  isGood,
  operation,
  postSession,
  type Request,
  type Source,
} from "../../load/request";
import type { AT_PEAK } from "../plan";
import type { Measuring } from "./measuring";

/** Requests of one way between two whole lists. */
const LIST_EVERY = 300;

/** Loads one endpoint alone, at the peak rate. */
export async function alone(measuring: Measuring, endpoint: (typeof AT_PEAK)[number]): Promise<void> {
  const { plan, ids } = measuring;
  const random = new Random(3);
  const next: Record<(typeof AT_PEAK)[number], () => Request> = {
    "POST /operation": () => operation(random.below(1_000_000)),
    "GET /db_dummy": () => get("GET /db_dummy"),
    "GET /api/movie/{id}": () => getMovie(random.pick(ids.movies)),
    "GET /api/customer/{id}": () => getCustomer(random.pick(ids.customers)),
    "GET /api/session/{id}": () => getSession(random.pick(ids.sessions)),
  };
  measuring.progress.begin(`${endpoint} at ${plan.peakRate}/s`, plan.aloneSeconds);
  await run(measuring, {
    group: `${endpoint} alone`,
    rate: "peak",
    way: measuring.preferredWay(),
    perSecond: plan.peakRate,
    seconds: plan.aloneSeconds,
    source: { next: next[endpoint] },
  });
}

/**
 * Loads all endpoints at once, over every way that works. Sessions that users created stay, to be looked for
 * afterwards.
 */
export async function mixed(measuring: Measuring, rate: "peak" | "sustained"): Promise<void> {
  const { plan, ids } = measuring;
  const perSecond = rate === "peak" ? plan.peakRate : plan.sustainedRate;
  const seconds = rate === "peak" ? plan.peakSeconds : plan.sustainedSeconds;
  const ways = WAYS.filter((way) => measuring.ways.includes(way));
  measuring.progress.begin(`${rate} load: all endpoints at ${perSecond}/s`, seconds);
  // Whole lists belong to the sustained load, one at a time: so one of the ways asks for them.
  const listEvery = (n: number): number => (rate === "sustained" && n === 0 ? LIST_EVERY : 0);
  const users = ways.map((way, n) => ({
    way,
    source: new MixedUsers(ids, { seed: n + 1, listEvery: listEvery(n), readOwn: false }),
  }));
  const group = `all endpoints at the ${rate} rate`;
  const each = users.map(async ({ way, source }, n) => {
    // Otherwise the arrivals of all ways would be due at the same moments.
    await pause((n * 1000) / perSecond);
    await run(measuring, { group, rate, way, perSecond: perSecond / ways.length, seconds, source });
  });
  await Promise.all(each);
  for (const { source } of users) {
    for (const id of [...source.created, ...source.undecided]) measuring.created.add(id);
    measuring.promised.push(...source.created);
  }
}

/** Creates sessions at the sustained rate, then deletes them at the sustained rate. */
export async function sessions(measuring: Measuring): Promise<void> {
  const { plan, ids } = measuring;
  const random = new Random(4);
  measuring.progress.begin(`POST and DELETE of sessions at ${plan.sustainedRate}/s`, 2 * plan.sessionSeconds);
  const own: number[] = [];
  await runSessions(measuring, plan.sessionSeconds, {
    next: () => postSession(random.pick(ids.customers), random.pick(ids.movies)),
    answered: (request, answer) => {
      const id = isGood(request, answer) ? createdId(answer) : undefined;
      if (id === undefined) return;
      own.push(id);
      measuring.created.add(id);
    },
  });
  await remove(measuring, own);
}

/** Deletes sessions at the sustained rate. */
export async function remove(measuring: Measuring, ids: readonly number[]): Promise<void> {
  const left = [...ids];
  await runSessions(measuring, left.length / measuring.plan.sustainedRate, {
    next: () => deleteSession(left.shift() ?? 0),
    answered: (request, answer) => {
      if (isGood(request, answer)) measuring.created.delete(Number(request.path.split("/").pop()));
    },
  });
}

function runSessions(measuring: Measuring, seconds: number, source: Source): Promise<void> {
  const perSecond = measuring.plan.sustainedRate;
  return run(measuring, {
    group: "sessions",
    rate: "sessions",
    way: measuring.preferredWay(),
    perSecond,
    seconds,
    source,
  });
}

interface RunOptions extends Omit<Run, "history"> {
  readonly perSecond: number;
  readonly seconds: number;
  readonly source: Source;
}

async function run(measuring: Measuring, { group, rate, way, perSecond, seconds, source }: RunOptions): Promise<void> {
  const history = await openLoop({
    target: measuring.serviceUrl(way),
    rate: perSecond,
    durationSeconds: seconds,
    signal: measuring.signal,
    source,
    onSample: ({ good, latencyMs }, request, answer) => {
      measuring.noteCacheSigns(request, answer, latencyMs);
      measuring.progress.sample(good);
    },
  });
  measuring.facts.runs = [...(measuring.facts.runs ?? []), { group, rate, way, history }];
}
