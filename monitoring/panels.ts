import type { Limit, Section, Tile } from "./panel";

/** Requests that the acceptance wants answered within 400 ms for nine of ten users. */
const QUICK = "/operation|/db_dummy|/api/(movie|customer|session)/\\{id\\}";
export const LATENCY_LIMIT_SECONDS = 0.4;

/** In PromQL, within double quotes. */
const QUICK_IN_QUERY = "/operation|/db_dummy|/api/(movie|customer|session)/[{]id[}]";

const ERROR_LIMITS: readonly Limit[] = [
  { where: { method: "GET", endpoint: "/api/session" }, above: 0.05 },
  { where: { endpoint: "other" } },
  { above: 0.01 },
];

const ENDPOINT = "{{method}} {{endpoint}}";
const INSTANCE = "{{machine}}/{{instance}}";

/** What nginx knows of an instance, by the labels that the instance itself has. */
function ofInstance(upstream: string): string {
  const machine = `label_replace(${upstream}, "machine", "$1", "upstream", "(.*)/.*")`;
  return `sum by (machine, instance) (label_replace(${machine}, "instance", "$1", "upstream", ".*/(.*)"))`;
}

/** Everything the page shows: the page, `npm run status` and the dashboard for Grafana are made of this. */
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
    expr: `max(endpoint:bingo_edge_request_seconds:p90_1m{endpoint=~"${QUICK_IN_QUERY}"} >= 0)`,
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
    empty: "no app node has told the state of its instances",
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
    empty: "nobody asked for it in five minutes",
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

const NO_REQUESTS = "No request in this time. Requests are counted from the edge's access log, by mtail.";
const NO_INSTANCES = "No app node has told the state of its instances: bingo-metrics.timer, or the node exporter.";

export const SECTIONS: readonly Section[] = [
  {
    id: "endpoints",
    title: "Endpoints",
    panels: [
      {
        kind: "table",
        id: "endpoint-table",
        title: "The last minute",
        by: ["method", "endpoint"],
        columns: [
          { title: "Requests", unit: "rate", expr: "endpoint:bingo_edge_requests:rate1m" },
          {
            title: "Errors",
            unit: "share",
            expr: "endpoint:bingo_edge_errors:ratio_rate1m",
            limits: ERROR_LIMITS,
          },
          { title: "p50", unit: "seconds", expr: "endpoint:bingo_edge_request_seconds:p50_1m" },
          {
            title: "p90",
            unit: "seconds",
            expr: "endpoint:bingo_edge_request_seconds:p90_1m",
            limits: [{ where: { endpoint: QUICK }, above: LATENCY_LIMIT_SECONDS }],
          },
          { title: "p99", unit: "seconds", expr: "endpoint:bingo_edge_request_seconds:p99_1m" },
          { title: "Retried", unit: "share", expr: "endpoint:bingo_edge_retries:ratio_rate1m" },
        ],
        empty: NO_REQUESTS,
      },
      {
        kind: "chart",
        id: "requests",
        title: "Requests per second",
        unit: "rate",
        series: [{ expr: "endpoint:bingo_edge_requests:rate1m", legend: ENDPOINT }],
        empty: NO_REQUESTS,
      },
      {
        kind: "chart",
        id: "errors-chart",
        title: "Errors per second (5xx, 429)",
        unit: "rate",
        series: [{ expr: "endpoint:bingo_edge_errors:rate1m", legend: ENDPOINT }],
        empty: NO_REQUESTS,
      },
      {
        kind: "chart",
        id: "p50",
        title: "p50",
        unit: "seconds",
        log: true,
        series: [{ expr: "endpoint:bingo_edge_request_seconds:p50_1m", legend: ENDPOINT }],
        empty: NO_REQUESTS,
      },
      {
        kind: "chart",
        id: "p90-chart",
        title: "p90 (limit 400 ms for the quick ones)",
        unit: "seconds",
        log: true,
        limit: LATENCY_LIMIT_SECONDS,
        series: [{ expr: "endpoint:bingo_edge_request_seconds:p90_1m", legend: ENDPOINT }],
        empty: NO_REQUESTS,
      },
      {
        kind: "chart",
        id: "p99",
        title: "p99",
        unit: "seconds",
        log: true,
        series: [{ expr: "endpoint:bingo_edge_request_seconds:p99_1m", legend: ENDPOINT }],
        empty: NO_REQUESTS,
      },
    ],
  },
  {
    id: "instances",
    title: "Instances of bingo",
    panels: [
      {
        kind: "table",
        id: "instance-table",
        title: "Now",
        by: ["machine", "instance"],
        rows: "group by (machine, instance) (last_over_time(bingo_instance_healthy[1h]))",
        columns: [
          { title: "State", unit: "count", expr: "bingo_instance_state", label: "state", missing: "no data" },
          {
            title: "Healthy",
            unit: "yes",
            expr: "bingo_instance_healthy",
            limits: [{ below: 1 }],
            missing: "no data",
          },
          {
            title: "Age",
            unit: "age",
            expr: "time() - bingo_instance_start_time_seconds",
            limits: [{ above: 22 * 60 }],
          },
          { title: "Next recycling in", unit: "age", expr: "bingo_instance_next_recycle_seconds - time()" },
          { title: "Restarts, 1 h", unit: "count", expr: "instance:bingo_instance_restarts:changes1h" },
          { title: "Memory", unit: "bytes", expr: "bingo_instance_memory_bytes" },
          {
            title: "of its limit",
            unit: "share",
            expr: "bingo_instance_memory_bytes / bingo_instance_memory_limit_bytes",
            limits: [{ above: 0.8 }],
          },
          { title: "Answers", unit: "rate", expr: ofInstance("upstream:bingo_edge_answers:rate1m") },
          {
            title: "Failed attempts",
            unit: "rate",
            expr: ofInstance("upstream:bingo_edge_failed_attempts:rate1m"),
            limits: [{ above: 0.2 }],
          },
        ],
        empty: NO_INSTANCES,
      },
      {
        kind: "chart",
        id: "answers",
        title: "Answers per second, by instance",
        unit: "rate",
        series: [{ expr: "upstream:bingo_edge_answers:rate1m", legend: "{{upstream}}" }],
        empty: NO_REQUESTS,
      },
      {
        kind: "chart",
        id: "ejections",
        title: "Ejections per second, by instance (each failed attempt bans for 1 s)",
        unit: "rate",
        series: [{ expr: "upstream:bingo_edge_failed_attempts:rate1m", legend: "{{upstream}}" }],
        empty: NO_REQUESTS,
      },
      {
        kind: "chart",
        id: "memory",
        title: "Memory, by instance",
        unit: "bytes",
        series: [{ expr: "bingo_instance_memory_bytes", legend: INSTANCE }],
        empty: NO_INSTANCES,
      },
      {
        kind: "chart",
        id: "age",
        title: "Age, by instance (recycled every 15 min, dies after 22)",
        unit: "age",
        limit: 22 * 60,
        series: [{ expr: "time() - bingo_instance_start_time_seconds", legend: INSTANCE }],
        empty: NO_INSTANCES,
      },
    ],
  },
  {
    id: "edge",
    title: "Edge",
    panels: [
      {
        kind: "chart",
        id: "retries",
        title: "Requests that took more than one attempt, by endpoint",
        unit: "share",
        series: [{ expr: "endpoint:bingo_edge_retries:ratio_rate1m", legend: ENDPOINT }],
        empty: "No request was tried twice in this time.",
      },
      {
        kind: "chart",
        id: "statuses",
        title: "Requests per second, by status",
        unit: "rate",
        series: [{ expr: "sum by (status) (status:bingo_edge_requests:rate1m)", legend: "{{status}}" }],
        empty: NO_REQUESTS,
      },
      {
        kind: "chart",
        id: "protocols",
        title: "Requests per second, by protocol",
        unit: "rate",
        series: [{ expr: "rate(bingo_edge_requests_by_protocol_total[1m])", legend: "{{protocol}}" }],
        empty: NO_REQUESTS,
      },
      {
        kind: "chart",
        id: "connections",
        title: "Connections of users",
        unit: "count",
        series: [
          { expr: "nginx_connections_active", legend: "open" },
          { expr: "nginx_connections_waiting", legend: "idle" },
        ],
        empty: "nginx's own counters do not come: prometheus-nginx-exporter.",
      },
      {
        kind: "chart",
        id: "cache-age",
        title: "/long_dummy: age of what was served, p99 (limit 60 s)",
        unit: "seconds",
        limit: 60,
        series: [{ expr: "bingo:edge_long_dummy_age_seconds:p99_5m", legend: "p99" }],
        empty: "Nobody asked for /long_dummy in this time.",
      },
      {
        kind: "chart",
        id: "cache-hits",
        title: "/long_dummy: share served from the cache",
        unit: "share",
        series: [{ expr: "bingo:edge_long_dummy_hits:ratio_rate5m", legend: "hits" }],
        empty: "Nobody asked for /long_dummy in this time.",
      },
    ],
  },
  {
    id: "database",
    title: "Database",
    panels: [
      {
        kind: "table",
        id: "statements",
        title: "The statements that cost most, last five minutes",
        by: ["statement"],
        rows: "statement:bingo_statement_seconds:rate5m > 0",
        columns: [
          { title: "Busy", unit: "share", expr: "statement:bingo_statement_seconds:rate5m > 0" },
          { title: "Runs", unit: "rate", expr: "statement:bingo_statement_calls:rate5m > 0" },
          { title: "Mean", unit: "seconds", expr: "statement:bingo_statement_seconds:mean5m" },
        ],
        empty: "No statement has run, or the exporter of PostgreSQL is silent.",
      },
      {
        kind: "chart",
        id: "pool",
        title: "Connections in pgbouncer",
        unit: "count",
        series: [
          { expr: 'sum(pgbouncer_pools_client_active_connections{database="bingo"})', legend: "clients" },
          { expr: 'sum(pgbouncer_pools_client_waiting_connections{database="bingo"})', legend: "clients that wait" },
          { expr: 'sum(pgbouncer_pools_server_active_connections{database="bingo"})', legend: "servers at work" },
          { expr: 'max(pgbouncer_databases_pool_size{database="bingo"})', legend: "size of the pool" },
        ],
        empty: "The exporter of pgbouncer is silent.",
      },
      {
        kind: "chart",
        id: "pool-waits",
        title: "Longest wait for a connection (limit 300 ms)",
        unit: "seconds",
        limit: 0.3,
        series: [{ expr: 'max(pgbouncer_pools_client_maxwait_seconds{database="bingo"})', legend: "longest" }],
        empty: "The exporter of pgbouncer is silent.",
      },
      {
        kind: "chart",
        id: "queries",
        title: "Queries per second",
        unit: "rate",
        series: [{ expr: "database:pgbouncer_queries:rate1m", legend: "queries" }],
        empty: "The exporter of pgbouncer is silent.",
      },
      {
        kind: "chart",
        id: "statement-time",
        title: "Time in statements (100 % is one at work all the time)",
        unit: "share",
        series: [{ expr: "statement:bingo_statement_seconds:rate5m > 0", legend: "{{statement}}" }],
        empty: "No statement has run, or the exporter of PostgreSQL is silent.",
      },
      {
        kind: "chart",
        id: "database-size",
        title: "Size of the database and its log",
        unit: "bytes",
        series: [
          { expr: 'pg_database_size_bytes{datname="bingo"}', legend: "database" },
          { expr: "pg_wal_size_bytes", legend: "write-ahead log" },
        ],
        empty: "The exporter of PostgreSQL is silent.",
      },
    ],
  },
  {
    id: "machines",
    title: "Machines",
    panels: [
      {
        kind: "table",
        id: "machine-table",
        title: "Now",
        by: ["machine"],
        rows: 'group by (machine) (last_over_time(up{job="node"}[1h]))',
        columns: [
          { title: "Up", unit: "yes", expr: 'up{job="node"}', limits: [{ below: 1 }], missing: "no data" },
          { title: "For", unit: "age", expr: "time() - node_boot_time_seconds" },
          { title: "CPU", unit: "share", expr: "machine:node_cpu:ratio_rate1m", limits: [{ above: 0.9 }] },
          { title: "Memory", unit: "share", expr: "machine:node_memory_used:ratio", limits: [{ above: 0.9 }] },
          {
            title: "Fullest disk",
            unit: "share",
            expr: "max by (machine) (machine:node_filesystem_used:ratio)",
            limits: [{ above: 0.85 }],
          },
          {
            title: "Clock set",
            unit: "yes",
            expr: "bingo_clock_synchronized",
            limits: [{ below: 1 }],
          },
          {
            title: "Clock off by",
            unit: "seconds",
            expr: "abs(bingo_clock_offset_seconds)",
            limits: [{ above: 0.1 }],
          },
          {
            title: "Failed units",
            unit: "count",
            expr: 'sum by (machine) (node_systemd_unit_state{state="failed"})',
            limits: [{ above: 0 }],
          },
        ],
        empty: "Prometheus has not looked at any machine.",
      },
      {
        kind: "chart",
        id: "cpu",
        title: "CPU",
        unit: "share",
        series: [{ expr: "machine:node_cpu:ratio_rate1m", legend: "{{machine}}" }],
        empty: "No node exporter answers.",
      },
      {
        kind: "chart",
        id: "machine-memory",
        title: "Memory in use",
        unit: "share",
        series: [{ expr: "machine:node_memory_used:ratio", legend: "{{machine}}" }],
        empty: "No node exporter answers.",
      },
      {
        kind: "chart",
        id: "disks",
        title: "Disks",
        unit: "share",
        limit: 0.85,
        series: [{ expr: "machine:node_filesystem_used:ratio", legend: "{{machine}} {{mountpoint}}" }],
        empty: "No node exporter answers.",
      },
      {
        kind: "chart",
        id: "clock",
        title: "Clocks off by (limit 100 ms)",
        unit: "seconds",
        limit: 0.1,
        series: [{ expr: "abs(bingo_clock_offset_seconds)", legend: "{{machine}}" }],
        empty: "No machine has told the state of its clock: bingo-clock.timer.",
      },
    ],
  },
];
