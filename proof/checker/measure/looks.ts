import { front } from "../../acceptance/measure/front";
import type { Measuring } from "../../acceptance/measure/measuring";
import { visibility } from "../../acceptance/measure/visibility";
import { closedLoop } from "../../load/closed-loop";
import type { Ids } from "../../load/ids";
import { Random } from "../../load/random";
import { get, getCustomer, getMovie, getSession, operation, type Request, type Source } from "../../load/request";
import type { Checking } from "../checking";

/** Looks for signs of a cache, after the clock was looked at. */
export async function firstLook(checking: Checking): Promise<void> {
  const { first, lists } = checking;
  await visibility(first, lists);
  await uncached(checking, first);
}

/** Looks at the clock and for signs of a cache once more. */
export async function secondLook(checking: Checking): Promise<void> {
  const { first, second } = checking;
  second.ids = first.ids;
  await front(second);
  await visibility(second, new Map());
  await uncached(checking, second);
}

/** Asks the endpoints that must not be cached, one request at a time. */
async function uncached({ plan, signal }: Checking, measuring: Measuring): Promise<void> {
  const way = measuring.preferredWay();
  measuring.progress.begin("signs of a cache", plan.lookSeconds);
  const history = await closedLoop({
    target: measuring.serviceUrl(way),
    connections: 1,
    durationSeconds: plan.lookSeconds,
    source: inTurn(measuring.ids),
    signal,
    onSample: ({ good, latencyMs }, request, answer) => {
      measuring.noteCacheSigns(request, answer, latencyMs);
      measuring.progress.sample(good);
    },
  });
  const look = { group: "one at a time", rate: "sustained", way, history } as const;
  measuring.facts.runs = [...(measuring.facts.runs ?? []), look];
}

function inTurn({ movies, customers, sessions }: Ids): Source {
  const random = new Random(5);
  const requests: readonly (() => Request)[] = [
    () => get("GET /db_dummy"),
    () => getMovie(random.pick(movies)),
    () => getCustomer(random.pick(customers)),
    () => getSession(random.pick(sessions)),
    () => operation(0),
  ];
  let n = 0;
  return { next: () => (requests[n++ % requests.length] ?? (() => operation(0)))() };
}
