import { PORTS } from "../../../cloud-init/ports";
import { EDGE } from "../../target/deployment";
import type { Lab } from "../../../lab";
import { closedLoop } from "../../load/closed-loop";
import { get } from "../../load/request";
import type { ServiceUrl } from "../../load/service-url";
import { summarize } from "../../load/statistics";
import type { Pooler } from "./pooler";

/** What one load showed. */
export interface PoolResult {
  /** Connections that pgbouncer kept to PostgreSQL. */
  readonly size: number;
  /** Requests under way at once. */
  readonly atOnce: number;
  /** Good answers a second. */
  readonly perSecond: number;
  readonly requests: number;
  readonly failed: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  /** Median of the big joins that were asked for meanwhile, one at a time; NaN: none was answered. */
  readonly listMs: number;
  readonly listsFailed: number;
  /** What a statement waited for a connection on average, in ms. */
  readonly waitMs: number;
  readonly clientLoginsPerSecond: number;
  readonly serverLoginsPerSecond: number;
  /** How often the edge found an instance without its database. */
  readonly databaseLost: number;
}

export interface PoolLoad {
  readonly lab: Lab;
  readonly pooler: Pooler;
  readonly target: ServiceUrl;
  readonly atOnce: number;
  readonly seconds: number;
}

/** Asks for GET /db_dummy in a closed loop, and for the big join in another one of a single connection. */
export async function measurePool({
  lab,
  pooler,
  target,
  atOnce,
  seconds,
}: PoolLoad): Promise<Omit<PoolResult, "size">> {
  const source = (endpoint: "GET /db_dummy" | "GET /api/session") => ({ next: () => get(endpoint) });
  const load = { target, durationSeconds: seconds };
  const [before, checksBefore] = await Promise.all([pooler.counts(), failedChecks(lab)]);
  const [short, long] = await Promise.all([
    closedLoop({ ...load, connections: atOnce, source: source("GET /db_dummy") }),
    closedLoop({ ...load, connections: 1, source: source("GET /api/session") }),
  ]);
  const [after, checksAfter] = await Promise.all([pooler.counts(), failedChecks(lab)]);
  const [found, lists] = [summarize(short.samples), summarize(long.samples)];
  const perSecond = (of: "clientLogins" | "serverLogins"): number => (after[of] - before[of]) / seconds;
  return {
    atOnce,
    perSecond: (found.requests - found.errors) / seconds,
    requests: found.requests,
    failed: found.errors,
    p50Ms: found.percentile(50),
    p90Ms: found.percentile(90),
    listMs: lists.percentile(50),
    listsFailed: lists.errors,
    waitMs: (1000 * (after.waitSeconds - before.waitSeconds)) / (after.transactions - before.transactions),
    clientLoginsPerSecond: perSecond("clientLogins"),
    serverLoginsPerSecond: perSecond("serverLogins"),
    databaseLost: databaseLost(checksBefore, checksAfter),
  };
}

/** Failures of haproxy's checks by instance, since its start: that it answers, and that it uses its database. */
interface FailedChecks {
  readonly quick: ReadonlyMap<string, number>;
  readonly data: ReadonlyMap<string, number>;
}

async function failedChecks(lab: Lab): Promise<FailedChecks> {
  const metrics = await lab
    .machine(EDGE)
    .succeed(`curl --silent --fail http://127.0.0.1:${PORTS.haproxyMetrics}/metrics`);
  const of = (proxy: keyof FailedChecks): Map<string, number> => {
    const line = new RegExp(`^haproxy_server_check_failures_total\\{proxy="${proxy}",server="(.*?)"\\} (\\S+)$`, "gm");
    return new Map([...metrics.matchAll(line)].map(([, server = "", count]) => [server, Number(count)]));
  };
  return { quick: of("quick"), data: of("data") };
}

/** Counts how often an instance answered and did not use its database. One that was restarted meanwhile fails both checks. */
export function databaseLost(before: FailedChecks, after: FailedChecks): number {
  return [...after.data.keys()].reduce((sum, server) => {
    const more = (of: keyof FailedChecks): number => (after[of].get(server) ?? 0) - (before[of].get(server) ?? 0);
    return sum + Math.max(0, more("data") - more("quick"));
  }, 0);
}
