import { HttpClient } from "./http-client";
import { get, isGood, type List } from "./request";
import type { ServiceUrl } from "./service-url";

/** Ids of rows that are there, for requests by id. */
export interface Ids {
  readonly customers: readonly number[];
  readonly movies: readonly number[];
  /** Sessions whose customer and movie exist; at most 100,000. */
  readonly sessions: readonly number[];
}

/** Reads the ids of a service's rows, over a client of its own. @throws as `discoverIds` */
export function idsAt(service: ServiceUrl): Promise<Ids> {
  const client = new HttpClient(service);
  return discoverIds(client).finally(() => client.close());
}

/** Reads the ids out of the three lists. @throws when a list does not come, or has no ids */
export async function discoverIds(client: HttpClient): Promise<Ids> {
  const customers = await idsOf(client, "GET /api/customer");
  const movies = await idsOf(client, "GET /api/movie");
  const sessions = await idsOf(client, "GET /api/session");
  return { customers, movies, sessions };
}

async function idsOf(client: HttpClient, endpoint: List): Promise<readonly number[]> {
  const answer = await client.exchange(get(endpoint), { keepBytes: Infinity });
  if (!isGood(get(endpoint), answer)) {
    throw new Error(`${endpoint}: expected a list, found ${answer.error ?? `status ${answer.status}`}`);
  }
  const ids = idsIn(answer.body);
  if (ids.length > 0) return ids;
  throw new Error(`${endpoint}: expected a list of objects with ids, found ${answer.body.toString("utf8", 0, 100)}`);
}

/** Reads the ids of a JSON list of objects, in its order; none when it is no such list. */
export function idsIn(body: Buffer): readonly number[] {
  try {
    const rows: unknown = JSON.parse(body.toString("utf8"));
    return Array.isArray(rows) ? rows.flatMap((row: unknown) => idOf(row) ?? []) : [];
  } catch {
    return [];
  }
}

/** The id of a row; undefined when it has none. */
export function idOf(row: unknown): number | undefined {
  const id = typeof row === "object" && row !== null ? (row as { id?: unknown }).id : undefined;
  return typeof id === "number" ? id : undefined;
}
