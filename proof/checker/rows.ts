import type { CacheSign, Facts as AcceptanceFacts, Probe } from "../acceptance/facts";
import { slug } from "../acceptance/requirements/requirement";
import { summarize } from "../load/statistics";
import { LISTS, type List } from "../load/request";
import { throughput, worstThroughput } from "../load/throughput";
import { countsText, figure } from "../report/format";
import { asAccepted, limitOf } from "./accepted";
import { FAULTS, LOADED, type LoadName } from "./facts";
import type { Check, CheckerRow, Found } from "./row";

/**
 * Seconds within which a start has to be over. One that nothing is done for waits almost 30 s for an answer of 8.8.8.8:
 * this is half of that.
 */
const START_SECONDS = 15;

/** Seconds over which the throughput is taken while an instance is away. */
const WINDOW_SECONDS = 5;

/** After this a failed node has to be back. */
const BACK_SECONDS = 60;

const UNCACHED = [...LOADED, "POST /operation"] as const;
const UNCACHED_BESIDES = [...LISTS, "POST /api/session", "DELETE /api/session/{id}"] as const;

/** The rows of the checker's page, in its order, and one that its graphs alone have. */
export const ROWS: readonly CheckerRow[] = [
  {
    id: "started",
    text: "Application started, root visited",
    needs: ["front", "root"],
    checks: ({ facts }) => [unanswered("root", facts.root, ({ answer }) => answer.status === 200)],
  },
  {
    id: "alive",
    text: "Signs of life",
    needs: ["front", "ping"],
    checks: ({ facts }) => [
      unanswered(
        "ping",
        facts.pings,
        ({ answer }) => answer.status === 200 && answer.body.toString("utf8").trim() === "pong",
      ),
    ],
  },
  { id: "email", text: "The right e-mail in the config", needs: ["front", "config"], checks: emailInConfig },
  clockAndCaches(1, "first", ["front", "lists", "look-1", "sessions"], [...UNCACHED, ...UNCACHED_BESIDES]),
  ...LISTS.map((list): CheckerRow => ({
    id: `list-${slug(list)}`,
    text: `${list}, the whole list`,
    needs: ["front", "lists", "steady"],
    checks: (found) => wholeList(list, found),
  })),
  loaded("GET /db_dummy"),
  {
    id: "post-session",
    text: "POST /api/session",
    needs: ["front", "lists", "look-1", "sessions"],
    checks: (found) => [
      errors("POST /api/session", "POST /api/session", found),
      ...asAccepted(found, found.facts.first, { "created-visible": "there at once" }),
    ],
  },
  loaded("GET /api/movie/{id}"),
  loaded("GET /api/customer/{id}"),
  loaded("GET /api/session/{id}"),
  {
    id: "operation",
    text: "POST /operation (in its graphs, not a row of its page)",
    needs: ["front", "lists", "operations"],
    checks: (found) => [
      ...answersUnderLoad("POST /operation", "POST /operation", found),
      full("POST /operation", found),
    ],
  },
  ...FAULTS.map((kind, n): CheckerRow => ({
    id: `fault-${n + 1}`,
    text: `Fault tolerance ${n + 1} (${kind})`,
    needs: ["front", "lists", kind],
    checks: (found) => [...answersUnderLoad(kind, "POST /operation", found), ...throughputWhileAway(kind, found)],
  })),
  {
    id: "start",
    text: "Start sped up",
    needs: ["front", "lists", "panic", "starts"],
    reach: "machines",
    checks: slowestStart,
  },
  {
    id: "https",
    text: "https",
    needs: ["front"],
    checks: (found) => asAccepted(found, found.facts.first, { https: "https" }),
  },
  {
    id: "long-dummy",
    text: "Cache of /long_dummy",
    needs: ["front", "steady"],
    checks: (found) =>
      asAccepted(found, found.facts.first, {
        "long-dummy-fast": "in less than 1 s",
        "long-dummy-age": "oldest answer",
      }),
  },
  clockAndCaches(2, "second", ["look-2"], UNCACHED),
];

function clockAndCaches(
  n: 1 | 2,
  which: "first" | "second",
  needs: CheckerRow["needs"],
  endpoints: readonly CacheSign["endpoint"][],
): CheckerRow {
  return {
    id: `clock-cache-${n}`,
    text: `Clock set, nothing cached too much ${n}`,
    needs,
    checks: (found) => [
      ...asAccepted(found, found.facts[which], { clock: "clock" }),
      signsOfCaches(found, found.facts[which], endpoints),
    ],
  };
}

/** Adds up the signs of a cache that endpoints showed. */
function signsOfCaches(found: Found, facts: AcceptanceFacts, endpoints: readonly CacheSign["endpoint"][]): Check {
  const names = Object.fromEntries(endpoints.map((endpoint) => [`uncached-${slug(endpoint)}`, endpoint]));
  const each = asAccepted(found, facts, names);
  const seen = each.filter(({ value = 0 }) => value > 0);
  const open = each.filter(({ value }) => value === undefined).map(({ name }) => name);
  const common = { name: "signs of a cache", limit: { atMost: 0 }, unit: "" };
  if (seen.length > 0) {
    const value = seen.reduce((sum, check) => sum + (check.value ?? 0), 0);
    return { ...common, value, detail: seen.map(({ name, detail }) => `${name}: ${detail}`).join("; ") };
  }
  return open.length > 0 ? { ...common, detail: `not asked: ${open.join(", ")}` } : { ...common, value: 0 };
}

/** The number of requests that were not answered as they should be. */
function unanswered(name: string, probes: readonly Probe[] | undefined, good: (probe: Probe) => boolean): Check {
  const common = { name, limit: { atMost: 0 } };
  if (!probes) return { ...common, unit: "" };
  const bad = probes.filter((probe) => !good(probe));
  const [first] = bad;
  const why = first && { detail: `${first.path}: ${first.answer.error ?? `status ${first.answer.status}`}` };
  return { ...common, unit: `of ${probes.length} requests failed`, value: bad.length, ...why };
}

function emailInConfig({ facts: { config }, email }: Found): readonly Check[] {
  const common = { name: "wrong", limit: { atMost: 0 }, unit: "" };
  if (!config) return [common];
  if (!config.good) return [{ ...common, value: 1, detail: `GET /config: ${config.code}` }];
  if (config.emails.includes(email)) return [{ ...common, value: 0, detail: email }];
  const found = config.emails.length === 0 ? "no e-mail" : config.emails.join(", ");
  return [{ ...common, value: 1, detail: `GET /config: expected ${email}, found ${found}` }];
}

function wholeList(list: List, found: Found): readonly Check[] {
  const { facts } = found;
  const good = (facts.first.listReads ?? []).filter((read) => read.list === list && read.good);
  const [looked] = good;
  const slowest = Math.max(...good.map(({ seconds }) => seconds));
  const rows: Check = { name: "rows", limit: { atLeast: 1 }, unit: "" };
  return [
    ...asAccepted(found, facts.first, { [`errors-${slug(list)}`]: "errors" }),
    looked ? { ...rows, value: looked.rows, detail: `slowest ${figure(slowest)} s` } : rows,
  ];
}

/** The row of an endpoint that is loaded alone. */
function loaded(endpoint: (typeof LOADED)[number]): CheckerRow {
  return {
    id: `load-${slug(endpoint)}`,
    text: endpoint,
    needs: ["front", "lists", endpoint],
    checks: (found) => [...answersUnderLoad(endpoint, endpoint, found), full(endpoint, found)],
  };
}

/** The 90th percentile and the errors of a load. */
function answersUnderLoad(name: LoadName, endpoint: (typeof UNCACHED)[number], found: Found): readonly Check[] {
  const history = found.facts.loads.get(name);
  const p90 = { name: "p90", limit: limitOf(`p90-${slug(endpoint)}`, found), unit: "ms" };
  return [history ? { ...p90, value: summarize(history.samples).percentile(90) } : p90, errors(name, endpoint, found)];
}

/** The errors of a load. A refusal is one of them: the checker knows no other reason to count it for. */
function errors(name: LoadName, endpoint: (typeof UNCACHED)[number] | "POST /api/session", found: Found): Check {
  const history = found.facts.loads.get(name);
  const common = { name: "errors", limit: limitOf(`errors-${slug(endpoint)}`, found), unit: "%" };
  if (!history) return common;
  const { errorShare, errors: failed, requests, errorsByCode } = summarize(history.samples);
  const detail = [`${failed} of ${requests}`, ...countsText(errorsByCode)].join(", ");
  return requests === 0 ? common : { ...common, value: 100 * errorShare, detail };
}

/** The throughput while all instances are there. */
function full(name: LoadName, { facts, plan }: Found): Check {
  const history = facts.loads.get(name);
  const common = { name: "throughput", limit: { atLeast: plan.acceptance.peakRate }, unit: "/s" };
  return history ? { ...common, value: throughput(history) } : common;
}

/** The throughput in the worst seconds and, when the load was long enough for the node to be back, at its end. */
function throughputWhileAway(name: LoadName, { facts, plan }: Found): readonly Check[] {
  const history = facts.loads.get(name);
  const { sustainedRate, peakRate } = plan.acceptance;
  const worst = { name: `throughput in the worst ${WINDOW_SECONDS} s`, limit: { atLeast: sustainedRate }, unit: "/s" };
  if (!history) return [worst];
  const poisoned = `the dangerous operation: ${facts.poisoned.get(name) ?? "no answer"}`;
  const checks: Check[] = [{ ...worst, value: worstThroughput(history, WINDOW_SECONDS), detail: poisoned }];
  const { durationSeconds } = history;
  if (durationSeconds >= BACK_SECONDS + WINDOW_SECONDS) {
    const samples = history.samples
      .filter(({ atMs }) => atMs >= BACK_SECONDS * 1000)
      .map((sample) => ({ ...sample, atMs: sample.atMs - BACK_SECONDS * 1000 }));
    const value = throughput({ ...history, samples, durationSeconds: durationSeconds - BACK_SECONDS });
    checks.push({ name: `throughput after ${BACK_SECONDS} s`, limit: { atLeast: peakRate }, unit: "/s", value });
  }
  return checks;
}

function slowestStart({ facts: { starts } }: Found): readonly Check[] {
  const common = { name: "slowest start", limit: { atMost: START_SECONDS }, unit: "s" };
  if (!starts) return [common];
  const [slowest] = [...starts].sort((a, b) => b.seconds - a.seconds);
  if (!slowest) return [{ ...common, detail: "no instance ended and came back" }];
  return [{ ...common, value: slowest.seconds, detail: `${slowest.instance}, from its end until it was healthy` }];
}
