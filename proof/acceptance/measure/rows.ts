import { getCustomer, getMovie, getSession, isGood, type Answer, type List, type Request } from "../../load/request";
import { hasRow } from "../../load/presence";
import { Random } from "../../load/random";
import type { Measuring } from "./measuring";
import type { ListRow, WholeList } from "./lists";

/** Requests under way at once. */
const AT_ONCE = 5;

/** Compares rows by their ids with the lists, and looks for prepared sessions by random ids. */
export async function sampledRows(measuring: Measuring, lists: ReadonlyMap<List, WholeList>): Promise<void> {
  const { plan, subject } = measuring;
  const random = new Random(1);
  measuring.progress.begin("rows by their ids");
  const choose = (list: List, request: (id: number) => Request): { request: Request; row: ListRow }[] => {
    const rows = (lists.get(list)?.rows ?? []).filter(({ id }) => typeof id === "number");
    if (rows.length === 0) return [];
    return Array.from({ length: plan.sampledRows }, () => random.pick(rows)).map((row) => ({
      request: request(row["id"] as number),
      row,
    }));
  };
  const wanted = [...choose("GET /api/movie", getMovie), ...choose("GET /api/customer", getCustomer)];
  const answers = await askAll(
    measuring,
    wanted.map(({ request }) => request),
  );
  let equal = 0;
  let firstDifference: string | undefined;
  wanted.forEach(({ request, row }, n) => {
    const answer = answers[n];
    // Errors have rows of their own.
    if (!answer || !isGood(request, answer)) equal++;
    else if (sameRow(row, parsed(answer))) equal++;
    else firstDifference ??= `${request.path}: the list has ${JSON.stringify(row)}, by id it is ${text(answer)}`;
  });
  measuring.facts.sampledRows = {
    asked: wanted.length,
    equal,
    ...(firstDifference === undefined ? {} : { firstDifference: firstDifference.slice(0, 300) }),
  };

  const sessions = Array.from({ length: plan.sampledRows }, () =>
    getSession(1 + random.below(subject.prepared.sessions)),
  );
  const found = await askAll(measuring, sessions);
  const there = found.map(hasRow);
  measuring.facts.sampledSessions = {
    asked: sessions.length,
    answered: there.filter((each) => each !== undefined).length,
    found: there.filter((each) => each === true).length,
  };
}

async function askAll(measuring: Measuring, requests: readonly Request[]): Promise<readonly Answer[]> {
  return measuring.withClient(measuring.preferredWay(), async (client) => {
    const answers: Answer[] = [];
    for (let n = 0; n < requests.length; n += AT_ONCE) {
      const some = await Promise.all(
        requests.slice(n, n + AT_ONCE).map((request) => measuring.exchange(client, request)),
      );
      for (const answer of some) measuring.progress.sample(hasRow(answer) !== undefined);
      answers.push(...some);
    }
    return answers;
  });
}

/** Compares the columns that both rows have: the two answers need not have the same form. */
function sameRow(row: ListRow, other: ListRow | undefined): boolean {
  if (!other) return false;
  return Object.keys(row).every((key) => !(key in other) || JSON.stringify(row[key]) === JSON.stringify(other[key]));
}

function parsed(answer: Answer): ListRow | undefined {
  try {
    const value: unknown = JSON.parse(answer.body.toString("utf8"));
    const row: unknown = Array.isArray(value) ? value[0] : value;
    return typeof row === "object" && row !== null ? (row as ListRow) : undefined;
  } catch {
    return undefined;
  }
}

function text({ body }: Answer): string {
  return body.toString("utf8", 0, 150).trim();
}
