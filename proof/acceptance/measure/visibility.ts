import type { Cycle, Visibility } from "../facts";
import type { HttpClient } from "../../load/http-client";
import { idOf } from "../../load/ids";
import { hasRow } from "../../load/presence";
import { Random } from "../../load/random";
import {
  createdId,
  deleteSession,
  getSession,
  isGood,
  postSession,
  type Answer,
  type List,
  type Request,
} from "../../load/request";
import type { Measuring } from "./measuring";
import { readList, type WholeList } from "./lists";

/**
 * Creates sessions, looks for them, deletes them and looks again, each time over another connection. So answers show
 * that come from a cache or from a write that is late.
 */
export async function visibility(measuring: Measuring, lists: ReadonlyMap<List, WholeList>): Promise<void> {
  const { plan } = measuring;
  const random = new Random(2);
  measuring.progress.begin("sessions created and deleted, looked for at once");
  const cycles: Cycle[] = [];
  for (let n = 0; n < plan.visibilityCycles; n++) {
    cycles.push(await cycle(measuring, random.pick(measuring.ids.customers), random.pick(measuring.ids.movies)));
    measuring.facts.visibility = { cycles };
  }
  const list = await inList(measuring, lists);
  const found: Visibility = { cycles, ...(list ? { list } : {}) };
  measuring.facts.visibility = found;
}

async function cycle(measuring: Measuring, customer: number, movie: number): Promise<Cycle> {
  const id = await create(measuring, customer, movie);
  if (id === undefined) return { created: false };
  const seen = await ask(measuring, getSession(id));
  if (!(await remove(measuring, id))) return { created: true, ...compared("visible", seen, true) };
  const after = await ask(measuring, getSession(id));
  const past = await ask(measuring, pastCaches(id));
  const stale = hasRow(after) === true && hasRow(past) === false;
  return {
    created: true,
    ...compared("visible", seen, true),
    ...(stale ? {} : compared("gone", after, false)),
    stale,
  };
}

/** Whether the row is there or not as expected; nothing for an error, as errors have rows of their own. */
function compared<K extends string>(key: K, answer: Answer, expected: boolean): Partial<Record<K, boolean>> {
  const found = hasRow(answer);
  return found === undefined ? {} : ({ [key]: found === expected } as Partial<Record<K, boolean>>);
}

/**
 * Follows a session in the list, which may be cut after 100,000 rows: it has the list's first movie and customer, so it
 * belongs to the list's beginning in every order that begins with those.
 */
async function inList(
  measuring: Measuring,
  lists: ReadonlyMap<List, WholeList>,
): Promise<{ shows: boolean; forgets: boolean } | undefined> {
  const [first] = lists.get("GET /api/session")?.rows ?? [];
  const customer = idOf(first?.["customer"]);
  const movie = idOf(first?.["movie"]);
  if (customer === undefined || movie === undefined) return undefined;
  const id = await create(measuring, customer, movie);
  if (id === undefined) return undefined;
  const seen = await ask(measuring, getSession(id));
  // When the service chose another customer or movie, the session's place in the list is not known.
  const own = hasRow(seen) === true ? (JSON.parse(seen.body.toString("utf8")) as Record<string, unknown>) : {};
  const known = idOf(own["customer"]) === customer && idOf(own["movie"]) === movie;
  const shows = known ? await listHas(measuring, id) : undefined;
  const removed = await remove(measuring, id);
  if (shows === undefined || !removed) return undefined;
  // A session that is not gone at all is not the list's fault.
  const past = await ask(measuring, pastCaches(id));
  const still = shows && hasRow(past) === false ? await listHas(measuring, id) : false;
  return still === undefined ? undefined : { shows, forgets: !still };
}

/** Asks under an address that no cache has: the address is a cache's key. */
function pastCaches(id: number): Request {
  return { ...getSession(id), path: `/api/session/${id}?past-caches=${Date.now()}` };
}

function listHas(measuring: Measuring, id: number): Promise<boolean | undefined> {
  return measuring.withListClient(async (client) => {
    const { read, rows } = await readList(measuring, client, "GET /api/session", { look: true });
    return read.good ? rows.some((row) => row["id"] === id) : undefined;
  });
}

async function create(measuring: Measuring, customer: number, movie: number): Promise<number | undefined> {
  const request = postSession(customer, movie);
  const answer = await ask(measuring, request);
  const id = isGood(request, answer) ? createdId(answer) : undefined;
  if (id !== undefined) measuring.created.add(id);
  return id;
}

async function remove(measuring: Measuring, id: number): Promise<boolean> {
  const good = isGood(deleteSession(id), await ask(measuring, deleteSession(id)));
  if (good) measuring.created.delete(id);
  return good;
}

/** Sends a request over a connection of its own, so that it may reach any instance. */
function ask(measuring: Measuring, request: Request): Promise<Answer> {
  const way = measuring.ways.includes("https new connections") ? "https new connections" : measuring.preferredWay();
  return measuring.withClient(way, async (client: HttpClient) => {
    const answer = await measuring.exchange(client, request);
    measuring.progress.sample(isGood(request, answer) || hasRow(answer) === false);
    return answer;
  });
}
