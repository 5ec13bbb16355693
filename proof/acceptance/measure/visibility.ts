import type { Cycle, Visibility } from "../facts";
import type { HttpClient } from "../../load/http-client";
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
import type { Bench } from "./bench";
import { readList, type WholeList } from "./lists";

/**
 * Creates sessions, looks for them, deletes them, looks again, each time over another connection. What is cached or
 * comes late shows.
 */
export async function visibility(bench: Bench, lists: ReadonlyMap<List, WholeList>): Promise<void> {
  const { plan } = bench;
  const random = new Random(2);
  bench.progress.begin("sessions created and deleted, looked for at once");
  const cycles: Cycle[] = [];
  for (let n = 0; n < plan.visibilityCycles; n++) {
    cycles.push(await cycle(bench, random.pick(bench.ids.customers), random.pick(bench.ids.movies)));
    bench.facts.visibility = { cycles };
  }
  const list = await inList(bench, lists);
  const found: Visibility = { cycles, ...(list ? { list } : {}) };
  bench.facts.visibility = found;
}

async function cycle(bench: Bench, customer: number, movie: number): Promise<Cycle> {
  const id = await create(bench, customer, movie);
  if (id === undefined) return { created: false };
  const seen = await ask(bench, getSession(id));
  if (!(await remove(bench, id))) return { created: true, ...sure("visible", seen, 200) };
  const after = await ask(bench, getSession(id));
  const past = await ask(bench, pastCaches(id));
  const stale = after.status === 200 && past.status === 404;
  return {
    created: true,
    ...sure("visible", seen, 200),
    ...(stale ? {} : sure("gone", after, 404)),
    stale,
  };
}

/** Only answers tell: an error is counted where errors are counted. */
function sure<K extends string>(key: K, { status }: Answer, expected: number): Partial<Record<K, boolean>> {
  if (status !== 200 && status !== 404) return {};
  return { [key]: status === expected } as Partial<Record<K, boolean>>;
}

/** A session of the list's first movie and first customer belongs to the list's beginning. */
async function inList(
  bench: Bench,
  lists: ReadonlyMap<List, WholeList>,
): Promise<{ shows: boolean; forgets: boolean } | undefined> {
  const [first] = lists.get("GET /api/session")?.rows ?? [];
  const customer = idOf(first?.["customer"]);
  const movie = idOf(first?.["movie"]);
  if (customer === undefined || movie === undefined) return undefined;
  const id = await create(bench, customer, movie);
  if (id === undefined) return undefined;
  const seen = await ask(bench, getSession(id));
  // The service chose another customer or movie: then where it stands in the list is not known.
  const own = isGood(getSession(id), seen) ? (JSON.parse(seen.body.toString("utf8")) as Record<string, unknown>) : {};
  const known = idOf(own["customer"]) === customer && idOf(own["movie"]) === movie;
  const shows = known ? await listHas(bench, id) : undefined;
  const removed = await remove(bench, id);
  if (shows === undefined || !removed) return undefined;
  // Not gone at all: that is not the list's fault.
  const past = await ask(bench, pastCaches(id));
  const still = shows && past.status === 404 ? await listHas(bench, id) : false;
  return still === undefined ? undefined : { shows, forgets: !still };
}

/** A cache's key is the address; nobody has asked for this one. */
function pastCaches(id: number): Request {
  return { ...getSession(id), path: `/api/session/${id}?past-caches=${Date.now()}` };
}

function listHas(bench: Bench, id: number): Promise<boolean | undefined> {
  return bench.withListClient(async (client) => {
    const { read, rows } = await readList(bench, client, "GET /api/session", { look: true });
    return read.good ? rows.some((row) => row["id"] === id) : undefined;
  });
}

async function create(bench: Bench, customer: number, movie: number): Promise<number | undefined> {
  const request = postSession(customer, movie);
  const answer = await ask(bench, request);
  const id = isGood(request, answer) ? createdId(answer) : undefined;
  if (id !== undefined) bench.created.add(id);
  return id;
}

async function remove(bench: Bench, id: number): Promise<boolean> {
  const good = isGood(deleteSession(id), await ask(bench, deleteSession(id)));
  if (good) bench.created.delete(id);
  return good;
}

/** Over a connection of its own, so that it may meet any instance. */
function ask(bench: Bench, request: Request): Promise<Answer> {
  const way = bench.ways.includes("https new connections") ? "https new connections" : bench.way();
  return bench.withClient(way, async (client: HttpClient) => {
    const answer = await bench.ask(client, request);
    bench.progress.sample(answer.status === 200 || answer.status === 404);
    return answer;
  });
}

function idOf(row: unknown): number | undefined {
  const id = typeof row === "object" && row !== null ? (row as { id?: unknown }).id : undefined;
  return typeof id === "number" ? id : undefined;
}
