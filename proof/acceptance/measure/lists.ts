import { createHash } from "node:crypto";
import type { ListRead } from "../facts";
import type { HttpClient } from "../../load/http-client";
import { idOf, idsIn } from "../../load/ids";
import { get, isGood, LISTS, type List } from "../../load/request";
import type { Measuring } from "./measuring";

export type ListRow = Readonly<Record<string, unknown>>;

/** A list with its rows. */
export interface WholeList {
  readonly read: ListRead;
  readonly rows: readonly ListRow[];
}

/** Reads one list. With `look` its rows are parsed, which takes this machine's time: never while latencies count. */
export async function readList(
  measuring: Measuring,
  client: HttpClient,
  list: List,
  { look }: { look: boolean },
): Promise<WholeList> {
  const request = get(list);
  const started = Date.now();
  const answer = await measuring.exchange(client, request, look ? Infinity : 0);
  const seconds = (Date.now() - started) / 1000;
  const good = isGood(request, answer);
  const rows = look && good ? rowsIn(answer.body) : [];
  measuring.progress.sample(good);
  const read = { list, good, code: answer.error ?? String(answer.status), seconds, headers: answer.headers };
  return { read: { ...read, rows: rows.length, checksum: checksum(rows) }, rows };
}

/** Reads the three lists, once each. The ids of all requests by id come from them. */
export async function listsBefore(measuring: Measuring): Promise<ReadonlyMap<List, WholeList>> {
  measuring.progress.begin("the whole lists, one at a time");
  const found = new Map<List, WholeList>();
  await measuring.withListClient(async (client) => {
    for (const list of LISTS) found.set(list, await readList(measuring, client, list, { look: true }));
  });
  measuring.facts.listReads = [...found.values()].map(({ read }) => read);
  const { prepared } = measuring.subject;
  const ids = (list: List, count: number): readonly number[] => {
    const own = (found.get(list)?.rows ?? []).flatMap((row) => idOf(row) ?? []);
    // A list that does not come fails its own row only.
    return own.length > 0 ? own : Array.from({ length: Math.min(count, 1000) }, (_, n) => n + 1);
  };
  measuring.ids = {
    customers: ids("GET /api/customer", prepared.customers),
    movies: ids("GET /api/movie", prepared.movies),
    sessions: ids("GET /api/session", prepared.sessions),
  };
  return found;
}

/** Reads the lists of movies and customers again, after the loads. */
export async function listsAfter(measuring: Measuring): Promise<void> {
  measuring.progress.begin("the whole lists again");
  await measuring.withListClient(async (client) => {
    const reads: ListRead[] = [];
    for (const list of ["GET /api/movie", "GET /api/customer"] as const) {
      reads.push((await readList(measuring, client, list, { look: true })).read);
    }
    measuring.facts.listsAfter = reads;
  });
}

function rowsIn(body: Buffer): readonly ListRow[] {
  if (idsIn(body).length === 0) return [];
  return JSON.parse(body.toString("utf8")) as ListRow[];
}

/** Adds up the hashes of rows, as they come in any order. */
function checksum(rows: readonly ListRow[]): string {
  let sum = 0n;
  for (const row of rows) {
    sum += createHash("md5").update(JSON.stringify(row)).digest().readBigUInt64BE();
  }
  return BigInt.asUintN(64, sum).toString(16);
}
