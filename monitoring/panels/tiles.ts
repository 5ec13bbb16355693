import type { Tile } from "../panel";
import { LATENCY_LIMIT_SECONDS } from "./common";

/** The endpoints that the acceptance wants quick, as a regular expression within PromQL's double quotes. */
const QUICK = "/operation|/db_dummy|/api/(movie|customer|session)/[{]id[}]";

export const TILES: readonly Tile[] = [
  {
    id: "rps",
    title: "Requests",
    unit: "rate",
    expr: "bingo:edge_requests:rate1m",
    wanted: "60 for long, 120 at peaks",
    empty: "no request so far",
  },
  {
    id: "errors",
    title: "Errors",
    unit: "share",
    expr: "bingo:edge_errors:ratio_rate1m",
    wanted: "at most 1 %",
    limits: [{ above: 0.01 }],
    empty: "no request in the last minute",
  },
  {
    id: "p90",
    title: "Slowest p90",
    unit: "seconds",
    expr: `max(endpoint:bingo_edge_request_seconds:p90_1m{endpoint=~"${QUICK}"} >= 0)`,
    wanted: "under 400 ms, quick endpoints",
    limits: [{ above: LATENCY_LIMIT_SECONDS }],
    empty: "no quick request in the last minute",
  },
  {
    id: "healthy",
    title: "Instances healthy",
    unit: "count",
    expr: "sum(bingo_instance_healthy)",
    of: "count(group by (machine, instance) (last_over_time(bingo_instance_healthy[1h])))",
    empty: "no app node has reported the state of its instances",
  },
  {
    id: "up",
    title: "Machines up",
    unit: "count",
    expr: 'sum(up{job="node"})',
    of: 'count(up{job="node"})',
    empty: "Prometheus has not looked at any machine",
  },
  {
    id: "long-dummy-age",
    title: "Oldest /long_dummy",
    unit: "seconds",
    expr: "bingo:edge_long_dummy_age_seconds:p99_5m >= 0",
    wanted: "at most 60 s",
    limits: [{ above: 60 }],
    empty: "no one asked for it in five minutes",
  },
  {
    id: "certificate",
    title: "Certificate ends in",
    unit: "age",
    expr: "min(bingo_certificate_expiry_timestamp_seconds) - time()",
    wanted: "more than 14 days",
    limits: [{ below: 14 * 86400 }],
    empty: "the edge has no certificate",
  },
  {
    id: "silent",
    title: "Silent exporters",
    unit: "count",
    expr: "count(up == 0) or vector(0)",
    wanted: "none",
    limits: [{ above: 0 }],
    empty: "Prometheus looks at nothing",
  },
];
