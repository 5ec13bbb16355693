/** Every TCP port in use, in one place: security groups, templates' values and Prometheus' targets read it. */
export const PORTS = {
  ssh: 22,
  http: 80,
  /** Also 443/udp, for HTTP/3. */
  https: 443,
  /** First bingo instance of a node; the next ones follow. */
  firstInstance: 8081,
  pgbouncer: 6432,
  nodeExporter: 9100,
  dockerMetrics: 9323,
  postgresExporter: 9187,
  pgbouncerExporter: 9127,
  /** On the edge, loopback only. */
  prometheus: 9090,
  /** On the edge, loopback only. */
  alertmanager: 9093,
  /** On the edge, loopback only. */
  nginxExporter: 9113,
  /** On the edge, loopback only. */
  accessLogExporter: 3903,
} as const;
