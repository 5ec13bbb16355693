import type { Endpoint } from "../../load/request";
import type { Facts } from "../facts";
import type { StepId } from "../steps";
import { notMeasured, slug, type Finding, type Row, type EndpointRow } from "./requirement";

/** The measurement that makes two answers of an endpoint differ, so that an old one shows. */
const CHANGED_BY: Partial<Record<Endpoint, StepId>> = {
  "GET /api/movie/{id}": "own-rows",
  "GET /api/customer/{id}": "own-rows",
  "GET /api/session/{id}": "visibility",
  "GET /api/movie": "own-rows",
  "GET /api/customer": "own-rows",
  "GET /api/session": "visibility",
};

/** The row that says that an endpoint's answers come from no cache. */
export function uncachedRow({ endpoint, needs, ...row }: EndpointRow): Row {
  const changedBy = CHANGED_BY[endpoint];
  return {
    ...row,
    id: `uncached-${slug(endpoint)}`,
    text: `${endpoint}: not cached`,
    limit: { atMost: 0 },
    unit: "signs of a cache",
    needs: changedBy === undefined ? needs : [...needs, changedBy],
    finding: ({ facts }) => cacheSigns(facts, endpoint),
  };
}

/** The number of different signs that an endpoint's answers come from a cache. */
function cacheSigns(facts: Facts, endpoint: Endpoint): Finding {
  const asked =
    (facts.runs ?? []).some(({ history }) => history.samples.some((sample) => sample.endpoint === endpoint)) ||
    (facts.listReads ?? []).some(({ list }) => list === endpoint);
  if (!asked) return notMeasured();
  const signs = (facts.cacheSigns ?? []).filter((sign) => sign.endpoint === endpoint).map(({ sign }) => sign);
  if (endpoint === "GET /api/session/{id}") {
    const stale = (facts.visibility?.cycles ?? []).filter((cycle) => cycle.stale === true).length;
    if (stale > 0) signs.push(`${stale} deleted sessions were served, but not past caches`);
  }
  if (endpoint === "GET /api/session") {
    const list = facts.visibility?.list;
    if (list && !list.shows) signs.push("a session created was not in the list");
    if (list && list.shows && !list.forgets) signs.push("a session deleted was still in the list");
  }
  for (const { endpoint: own, follows, seen } of facts.ownRows ?? []) {
    if (own === endpoint && !follows) signs.push(`a row that was inserted, changed and deleted was seen as: ${seen}`);
  }
  return { value: signs.length, detail: signs.length > 0 ? signs.join("; ") : evidence(facts, endpoint) };
}

/** What was looked at without finding a sign. */
function evidence(facts: Facts, endpoint: Endpoint): string {
  const more = [
    endpoint === "GET /db_dummy" && "no answer faster than its query",
    endpoint === "GET /api/session/{id}" && facts.visibility && "deleted sessions are gone",
    endpoint === "GET /api/session" && facts.visibility?.list && "the list follows changes",
    facts.ownRows?.some((own) => own.endpoint === endpoint) && "a row of our own is followed",
  ];
  return ["no header of a cache", ...more].filter(Boolean).join(", ");
}
