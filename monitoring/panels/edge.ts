import type { PanelSection } from "../panel";
import { ENDPOINT, NO_REQUESTS } from "./common";

const NO_LONG_DUMMY = "No one asked for /long_dummy in this time.";

export const EDGE: PanelSection = {
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
      series: [{ expr: "bingo:edge_requests_by_status:rate1m", legend: "{{status}}" }],
      empty: NO_REQUESTS,
    },
    {
      kind: "chart",
      id: "protocols",
      title: "Requests per second, by protocol",
      unit: "rate",
      series: [{ expr: "bingo:edge_requests_by_protocol:rate1m", legend: "{{protocol}}" }],
      empty: NO_REQUESTS,
    },
    {
      kind: "chart",
      id: "connections",
      title: "Connections of users",
      unit: "count",
      series: [
        { expr: "bingo:nginx_connections_active:max", legend: "open" },
        { expr: "bingo:nginx_connections_waiting:max", legend: "idle" },
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
      empty: NO_LONG_DUMMY,
    },
    {
      kind: "chart",
      id: "cache-hits",
      title: "/long_dummy: share served from the cache",
      unit: "share",
      series: [{ expr: "bingo:edge_long_dummy_hits:ratio_rate5m", legend: "hits" }],
      empty: NO_LONG_DUMMY,
    },
  ],
};
