import type { Endpoint } from "../../load/request";
import type { Facts } from "../facts";
import { missing, type Finding } from "./finding";

export function uncached(facts: Facts, endpoint: Endpoint): Finding {
  const asked =
    (facts.runs ?? []).some(({ history }) => history.samples.some((sample) => sample.endpoint === endpoint)) ||
    (facts.listReads ?? []).some(({ list }) => list === endpoint);
  if (!asked) return missing();
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
    if (own === endpoint && !follows) signs.push(`a row that came, changed and went was seen as: ${seen}`);
  }
  return { value: signs.length, detail: signs.length > 0 ? signs.join("; ") : howUncached(facts, endpoint) };
}

/** What the verdict rests on. */
function howUncached(facts: Facts, endpoint: Endpoint): string {
  if (endpoint === "GET /db_dummy") return "no header of a cache, no answer faster than its query";
  if (endpoint === "GET /api/session/{id}" && facts.visibility)
    return "no header of a cache, deleted sessions are gone";
  if (endpoint === "GET /api/session" && facts.visibility?.list)
    return "no header of a cache, the list follows changes";
  if (facts.ownRows?.some((own) => own.endpoint === endpoint))
    return "no header of a cache, a row of our own is followed";
  return "no header of a cache";
}
