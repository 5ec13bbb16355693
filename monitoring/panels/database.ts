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
      rows: "statement:bingo_statement_seconds:rate5m",
      columns: [
        { title: "Busy", unit: "share", expr: "statement:bingo_statement_seconds:rate5m" },
        { title: "Runs", unit: "rate", expr: "statement:bingo_statement_calls:rate5m" },
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
        { expr: "database:pgbouncer_clients_active:sum", legend: "clients" },
        { expr: "database:pgbouncer_clients_waiting:sum", legend: "clients that wait" },
        { expr: "database:pgbouncer_servers_active:sum", legend: "servers at work" },
        { expr: "database:pgbouncer_pool_size:max", legend: "size of the pool" },
      ],
      empty: NO_POOL,
    },
    {
      kind: "chart",
      id: "pool-waits",
      title: "Longest wait for a connection (limit 300 ms)",
      unit: "seconds",
      limit: 0.3,
      series: [{ expr: "database:pgbouncer_longest_wait_seconds:max", legend: "longest" }],
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
      series: [{ expr: "statement:bingo_statement_seconds:rate5m", legend: "{{statement}}" }],
      empty: NO_STATEMENTS,
    },
    {
      kind: "chart",
      id: "database-size",
      title: "Size of the database and its log",
      unit: "bytes",
      series: [
        { expr: "database:pg_size_bytes:max", legend: "database" },
        { expr: "database:pg_wal_size_bytes:max", legend: "write-ahead log" },
      ],
      empty: "The exporter of PostgreSQL is silent.",
    },
  ],
};
