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
  const [before, lostBefore] = await Promise.all([pooler.counts(), databaseLost(lab)]);
  const [short, long] = await Promise.all([
    closedLoop({ ...load, connections: atOnce, source: source("GET /db_dummy") }),
    closedLoop({ ...load, connections: 1, source: source("GET /api/session") }),
  ]);
  const [after, lostAfter] = await Promise.all([pooler.counts(), databaseLost(lab)]);
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
    databaseLost: lostAfter - lostBefore,
  };
}

/** Counts the failures of haproxy's checks of instances that use their database, since its start. */
async function databaseLost(lab: Lab): Promise<number> {
  const metrics = await lab
    .machine(EDGE)
    .succeed(`curl --silent --fail http://127.0.0.1:${PORTS.haproxyMetrics}/metrics`);
  const failures = metrics.matchAll(/^haproxy_server_check_failures_total\{proxy="data".*\} (\S+)$/gm);
  return [...failures].reduce((sum, [, count]) => sum + Number(count), 0);
}
