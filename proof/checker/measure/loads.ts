import { systemClock } from "../../../lab";
import { remove } from "../../acceptance/measure/loads";
import { closedLoop } from "../../load/closed-loop";
import type { History } from "../../load/history";
import { Random } from "../../load/random";
import {
  createdId,
  get,
  getCustomer,
  getMovie,
  getSession,
  isGood,
  operation,
  poison,
  postSession,
  type Poison,
  type Request,
  type Source,
} from "../../load/request";
import type { Checking } from "../checking";
import type { LOADED, LoadName } from "../facts";

/** One of so many operations has another id than 0. */
const OTHER_OPERATION = 20;

/** Loads one endpoint, with ids of rows that exist. */
export async function alone(checking: Checking, endpoint: (typeof LOADED)[number]): Promise<void> {
  const { plan, progress, first } = checking;
  const { movies, customers, sessions } = first.ids;
  const random = new Random(6);
  const next: Record<(typeof LOADED)[number], () => Request> = {
    "GET /db_dummy": () => get("GET /db_dummy"),
    "GET /api/movie/{id}": () => getMovie(random.pick(movies)),
    "GET /api/customer/{id}": () => getCustomer(random.pick(customers)),
    "GET /api/session/{id}": () => getSession(random.pick(sessions)),
  };
  progress.begin(`${endpoint}, ${plan.connections} connections`, plan.loadSeconds);
  await load(checking, endpoint, { next: next[endpoint] }, plan.loadSeconds);
}

/** Creates sessions one at a time, then deletes them. */
export async function sessions(checking: Checking): Promise<void> {
  const { plan, progress, first } = checking;
  const { customers, movies } = first.ids;
  const random = new Random(7);
  progress.begin("POST /api/session, one at a time", plan.postSeconds);
  const source: Source = {
    next: () => postSession(random.pick(customers), random.pick(movies)),
    answered: (request, answer) => {
      const id = isGood(request, answer) ? createdId(answer) : undefined;
      if (id !== undefined) first.created.add(id);
    },
  };
  const history = await load(checking, "POST /api/session", source, plan.postSeconds, 1);
  const run = { group: "sessions", rate: "sessions", way: first.preferredWay(), history } as const;
  first.facts.runs = [...(first.facts.runs ?? []), run];
  await remove(first, [...first.created]);
}

/** Loads POST /operation while every instance is well. */
export async function operations(checking: Checking): Promise<void> {
  const { plan, progress } = checking;
  progress.begin(`POST /operation, ${plan.connections} connections`, plan.operationSeconds);
  await load(checking, "POST /operation", mostlyZero(), plan.operationSeconds);
}

/** Loads POST /operation; the first request harms the instance that gets it. */
export async function fault(checking: Checking, kind: Poison): Promise<void> {
  const { plan, progress, signal, facts } = checking;
  progress.begin(`POST /operation, one of them dangerous: ${kind}`, plan.pauseSeconds + plan.operationSeconds);
  progress.phase("pause");
  await systemClock.pause(plan.pauseSeconds, signal);
  progress.phase(kind);
  const harmless = mostlyZero();
  let sent = false;
  const source: Source = {
    next: () => {
      if (sent) return harmless.next();
      sent = true;
      return poison(kind);
    },
    answered: ({ poisoned }, { error, status }) => {
      if (poisoned) facts.poisoned.set(kind, error ?? `status ${status}`);
    },
  };
  await load(checking, kind, source, plan.operationSeconds);
}

function mostlyZero(): Source {
  const random = new Random(8);
  return { next: () => operation(random.below(OTHER_OPERATION) === 0 ? random.below(1000) : 0) };
}

async function load(
  { first, plan, signal, progress, facts }: Checking,
  name: LoadName,
  source: Source,
  durationSeconds: number,
  connections = plan.connections,
): Promise<History> {
  const history = await closedLoop({
    target: first.serviceUrl(first.preferredWay()),
    connections,
    durationSeconds,
    source,
    signal,
    onSample: ({ good, poisoned, latencyMs }, request, answer) => {
      first.noteCacheSigns(request, answer, latencyMs);
      if (!poisoned) progress.sample(good);
    },
  });
  facts.loads.set(name, history);
  return history;
}
