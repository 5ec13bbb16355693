/**
 * Every TCP port of the machines. Security groups, Prometheus' targets and the rendered templates read this table.
 *
 * Five files that are not rendered hold a number of their own (`__tests__/cloud-init/ports.test.ts` names them and
 * compares), and mtail listens on its default.
 */
export const PORTS = {
  ssh: 22,
  http: 80,
  /** Also 443/udp, for HTTP/3. */
  https: 443,
  /** First bingo instance of a node; the next ones follow. */
  firstInstance: 8081,
  pgbouncer: 6432,
  /** On the database, loopback only. */
  postgres: 5432,
  nodeExporter: 9100,
  dockerMetrics: 9323,
  postgresExporter: 9187,
  pgbouncerExporter: 9127,
  /** On the edge, loopback only. */
  prometheus: 9090,
  /** On the edge, loopback only. */
  alertmanager: 9093,
  /** On the edge, loopback only. */
  haproxyMetrics: 8405,
  /** On the edge, loopback only. */
  nginxExporter: 9113,
  /** On the edge, loopback only: nginx's own counters, and the refresh of /long_dummy. */
  nginxInternal: 8099,
  /** On the edge, loopback only: mtail. */
  accessLogExporter: 3903,
} as const;

/** A table of ports. */
export type Ports = Readonly<Record<keyof typeof PORTS, number>>;
