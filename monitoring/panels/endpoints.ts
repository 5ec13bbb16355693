import type { PanelLimit, PanelSection } from "../panel";
import { ENDPOINT, LATENCY_LIMIT_SECONDS, NO_REQUESTS } from "./common";
import { oneQuery } from "./one-query";

/** The endpoints that the acceptance wants answered within 400 ms for nine of ten users. */
const QUICK = "/operation|/db_dummy|/api/(movie|customer|session)/\\{id\\}";

const ERROR_LIMITS: readonly PanelLimit[] = [
  { where: { method: "GET", endpoint: "/api/session" }, above: 0.05 },
  { where: { endpoint: "other" } },
  { above: 0.01 },
];

const byEndpoint = oneQuery(ENDPOINT, NO_REQUESTS);

export const ENDPOINTS: PanelSection = {
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
        { title: "Errors", unit: "share", expr: "endpoint:bingo_edge_errors:ratio_rate1m", limits: ERROR_LIMITS },
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
    byEndpoint({
      id: "requests",
      title: "Requests per second",
      unit: "rate",
      expr: "endpoint:bingo_edge_requests:rate1m",
    }),
    byEndpoint({
      id: "errors-chart",
      title: "Errors per second (5xx, 429, 499)",
      unit: "rate",
      expr: "endpoint:bingo_edge_errors:rate1m",
    }),
    byEndpoint({
      id: "p50",
      title: "p50",
      unit: "seconds",
      log: true,
      expr: "endpoint:bingo_edge_request_seconds:p50_1m",
    }),
    byEndpoint({
      id: "p90-chart",
      title: "p90 (limit 400 ms for the quick ones)",
      unit: "seconds",
      log: true,
      limit: LATENCY_LIMIT_SECONDS,
      expr: "endpoint:bingo_edge_request_seconds:p90_1m",
    }),
    byEndpoint({
      id: "p99",
      title: "p99",
      unit: "seconds",
      log: true,
      expr: "endpoint:bingo_edge_request_seconds:p99_1m",
    }),
  ],
};
