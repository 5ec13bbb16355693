import type { Sample } from "../load/history";
import { summarizeByEndpoint } from "../load/statistics";
import type { Latencies } from "./result";

/** Latencies of each endpoint that was asked. */
export function latenciesIn(samples: readonly Sample[]): readonly Latencies[] {
  return [...summarizeByEndpoint(samples)].map(([endpoint, summary]) => ({
    endpoint,
    requests: summary.requests,
    errors: summary.errors,
    p50: summary.percentile(50),
    p90: summary.percentile(90),
    p99: summary.percentile(99),
  }));
}
