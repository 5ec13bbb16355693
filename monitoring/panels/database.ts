import type { PanelSection } from "../panel";

const NO_POOL = "The exporter of pgbouncer is silent.";
const NO_STATEMENTS = "No statement has run, or the exporter of PostgreSQL is silent.";

export const DATABASE: PanelSection = {
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
      empty: NO_STATEMENTS,
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
      empty: NO_POOL,
    },
    {
      kind: "chart",
      id: "pool-waits",
      title: "Longest wait for a connection (limit 300 ms)",
      unit: "seconds",
      limit: 0.3,
      series: [{ expr: 'max(pgbouncer_pools_client_maxwait_seconds{database="bingo"})', legend: "longest" }],
      empty: NO_POOL,
    },
    {
      kind: "chart",
      id: "queries",
      title: "Queries per second",
      unit: "rate",
      series: [{ expr: "database:pgbouncer_queries:rate1m", legend: "queries" }],
      empty: NO_POOL,
    },
    {
      kind: "chart",
      id: "statement-time",
      title: "Time in statements (100 % is one at work all the time)",
      unit: "share",
      series: [{ expr: "statement:bingo_statement_seconds:rate5m > 0", legend: "{{statement}}" }],
      empty: NO_STATEMENTS,
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
};
