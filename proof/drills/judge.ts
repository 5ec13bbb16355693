import type { Sample } from "../load/history";
import { summarize, summarizeByEndpoint, type Summary } from "../load/statistics";
import { type Drill, type Limits, RATES } from "./drill";
import type { Attempt } from "./events/access-log";
import { failuresIn, type Outage, outagesOf } from "./events/outages";
import type { DrillRun } from "./drill-run";
import { timelineOf } from "./timeline";
import type { Check, DrillVerdict } from "./verdict";

/** Judges what a run recorded. Pure: the same run, the same verdict. */
export function judgeDrill(drill: Drill, rate: number, run: DrillRun): DrillVerdict {
  const { history, marks, ledger } = run;
  const users = history.samples.filter(({ poisoned }) => !poisoned);
  const summary = summarize(users);
  const injectedMs = marks.injected - history.startedAt.getTime();
  const before = users.filter(({ atMs, latencyMs }) => atMs + latencyMs < injectedMs);
  const sinceThen = ({ at }: { readonly at: number }): boolean => at >= marks.injected;
  // What fails when nobody asks any more is never seen to be back.
  const endMs = history.startedAt.getTime() + Math.max(0, ...users.map(({ atMs, latencyMs }) => atMs + latencyMs));
  const failures = failuresIn(run.events, run.instances).filter((each) => sinceThen(each) && each.at < endMs - 1000);
  const outages = outagesOf(run.attempts.filter(sinceThen), failures);
  const { lostCreations } = drill.limits;
  const databaseDies = lostCreations !== undefined;
  const unrepeatable = run.attempts.filter((attempt) => isUnrepeatable(attempt, databaseDies)).filter(sinceThen);
  const unread = drill.limits.closesConnections ? users.filter(isUnread).filter(({ atMs }) => atMs >= injectedMs) : [];
  const recoverySeconds = recoveryOf(drill.limits, run, outages);

  const checks: Check[] = [
    {
      name: "steady before",
      limit: "every request answered well",
      measured: `${failedOf(before).length} of ${before.length} failed`,
      pass: before.length > 0 && failedOf(before).length === 0,
    },
    failedCheck(drill.limits, rate, summary, {
      "in the dying process": Math.min(unrepeatable.length, summary.errors),
      ...(drill.limits.closesConnections && { "into a closing connection": unread.length }),
    }),
    ...(drill.limits.failed === "outage"
      ? []
      : fewCheck("creations in the dying process", unrepeatable.length, lostCreations ?? FEW)),
    ...fewCheck("requests into a closing connection", unread.length, FEW),
    {
      name: `serves again after the ${drill.limits.recoveryFrom === "heal" ? "mending" : "failure"}`,
      limit: `within ${drill.limits.recoverySeconds} s`,
      measured: recoverySeconds === undefined ? "not within the wait" : `${recoverySeconds.toFixed(1)} s`,
      pass: recoverySeconds !== undefined && recoverySeconds <= drill.limits.recoverySeconds,
    },
    {
      name: "sessions kept",
      limit: "every session that was answered well is there, none twice",
      measured: `${ledger.created} created, ${ledger.lost.length} lost, ${ledger.doubled} doubled`,
      pass: ledger.lost.length === 0 && ledger.doubled === 0 && (ledger.created === 0 || ledger.identified > 0),
    },
    ...(drill.also?.(run) ?? []),
    ...journalsCheck(run),
  ];

  return {
    pass: checks.every(({ pass }) => pass),
    checks,
    requests: summary.requests,
    failed: summary.errors,
    mayBeAway: drill.limits.failed === "outage",
    failedByEndpoint: Object.fromEntries(
      [...summarizeByEndpoint(users)]
        .filter(([, { errors }]) => errors > 0)
        .map(([name, { errors }]) => [name, errors]),
    ),
    failedByCode: summary.errorsByCode,
    p90Ms: summary.requests === 0 ? 0 : summary.percentile(90),
    worstMs: summary.maxMs,
    worstEndpoint: users.find(({ latencyMs }) => latencyMs === summary.maxMs)?.endpoint,
    recoverySeconds,
    outageSeconds: outageSeconds(failedOf(users)),
    repeated: run.attempts.filter(({ only }) => !only).length,
    timeline: timelineOf(run, outages),
  };
}

/**
 * Whether this is the creation of a session that was in an instance, or in the database, as that died. The row may be there, so
 * the edge asks no other instance (docs/decisions/0009). No installation can know better.
 */
function isUnrepeatable({ endpoint, status, only }: Attempt, databaseDies: boolean): boolean {
  return (
    endpoint === "POST /api/session" && only && (status === 502 || status === 504 || (databaseDies && status === 500))
  );
}

/** Error codes of undici for a connection that was closed under a request. */
const CLOSED: readonly string[] = ["UND_ERR_SOCKET", "ECONNRESET", "EPIPE"];

/**
 * Whether the edge never read this request: it closed the idle connection while the request was on its way. HTTP/1.1 has no
 * word for "I am about to close", so clients send such a request again by themselves (RFC 9112, 9.3.1); the load's clients do
 * not. nginx can wait for such requests from 1.27.4 on (keepalive_min_timeout).
 */
function isUnread({ status, error }: Sample): boolean {
  return status === 0 && error !== undefined && CLOSED.includes(error);
}

/** At 120 requests a second an instance has about one creation in it, and a reload meets fewer. More would not be chance. */
const FEW = 3;

function fewCheck(name: string, found: number, most: number): readonly Check[] {
  if (found === 0) return [];
  return [{ name, limit: `at most ${most}`, measured: String(found), pass: found <= most }];
}

/** Without its journal nobody knows what a machine did, and checks of events would pass by seeing none. */
function journalsCheck({ unreadJournals }: DrillRun): readonly Check[] {
  if (unreadJournals.length === 0) return [];
  return [
    { name: "journals read", limit: "every machine's", measured: `not of ${unreadJournals.join("; ")}`, pass: false },
  ];
}

/** @param excused number of failed requests by where they were, for places where no installation can do better */
function failedCheck(
  { failed: limit }: Limits,
  rate: number,
  { errors: failed, requests }: Pick<Summary, "errors" | "requests">,
  excused: Readonly<Record<string, number>>,
): Check {
  const name = "failed requests";
  const found = Object.entries(excused).filter(([, count]) => count > 0);
  const share = requests === 0 ? 0 : (failed - found.reduce((sum, [, count]) => sum + count, 0)) / requests;
  const percent = failed > 0 ? ` (${((failed / requests) * 100).toFixed(2)} %)` : "";
  const words = found.map(([what, count]) => `, ${count} of them ${what}`).join("");
  const measured = `${failed} of ${requests}${percent}${words}`;
  if (limit === "outage") return { name, limit: "any, while the service is away", measured, pass: requests > 0 };
  const allowed = limit[rate > RATES[0] ? RATES[1] : RATES[0]];
  return {
    name,
    limit: `${allowed === 0 ? "none" : `at most ${allowed * 100} %`}, but for those ${Object.keys(excused).join(" and ")}`,
    measured,
    pass: requests > 0 && share <= allowed,
  };
}

/**
 * The recovery time of the instance that took longest, in seconds; undefined when one did not recover. What begins after the
 * mending, as recycling does, counts from its own begin.
 */
function recoveryOf({ recoveryFrom }: Limits, { marks }: DrillRun, outages: readonly Outage[]): number | undefined {
  const healed = recoveryFrom === "heal" ? marks.healed : undefined;
  const seconds = outages.map(({ from, until = Infinity }) => (until - Math.max(from, healed ?? from)) / 1000);
  const longest = Math.max(0, ...seconds);
  return marks.recovered === undefined || longest === Infinity ? undefined : longest;
}

function outageSeconds(failed: readonly Sample[]): number {
  if (failed.length === 0) return 0;
  const first = Math.min(...failed.map(({ atMs }) => atMs));
  const last = Math.max(...failed.map(({ atMs, latencyMs }) => atMs + latencyMs));
  return (last - first) / 1000;
}

function failedOf(samples: readonly Sample[]): readonly Sample[] {
  return samples.filter(({ good }) => !good);
}
