import { build } from "hdr-histogram-js";
import type { Sample } from "./history";
import type { Endpoint } from "./request";

/** Latencies are kept in microseconds with three significant digits. */
const US_PER_MS = 1000;

export interface Summary {
  readonly requests: number;
  readonly errors: number;
  /** Share of the requests that failed, 0 to 1; 0 without requests. */
  readonly errorShare: number;
  /** Number of failed requests for each status code or error code. */
  readonly errorsByCode: Readonly<Record<string, number>>;
  /** Latency in ms that this percentage of the requests, failed ones too, did not exceed; NaN without requests. */
  percentile(percent: number): number;
  readonly maxMs: number;
}

/** Sums up users' requests. Poisoned ones are left out. */
export function summarize(samples: Iterable<Sample>): Summary {
  const histogram = build({ bitBucketSize: 32, autoResize: true, numberOfSignificantValueDigits: 3 });
  const errorsByCode: Record<string, number> = {};
  let requests = 0;
  let errors = 0;
  let maxMs = 0;
  for (const { latencyMs, good, poisoned, status, error } of samples) {
    if (poisoned) continue;
    requests++;
    histogram.recordValue(Math.max(0, Math.round(latencyMs * US_PER_MS)));
    maxMs = Math.max(maxMs, latencyMs);
    if (good) continue;
    errors++;
    const code = error ?? String(status);
    errorsByCode[code] = (errorsByCode[code] ?? 0) + 1;
  }
  return {
    requests,
    errors,
    errorShare: requests === 0 ? 0 : errors / requests,
    errorsByCode,
    percentile: (percent) => (requests === 0 ? NaN : histogram.getValueAtPercentile(percent) / US_PER_MS),
    maxMs,
  };
}

/** Sums up each endpoint that was asked. */
export function summarizeByEndpoint(samples: readonly Sample[]): ReadonlyMap<Endpoint, Summary> {
  const groups = grouped(samples, ({ endpoint }) => endpoint);
  return new Map([...groups].map(([endpoint, own]) => [endpoint, summarize(own)]));
}

/** Sums up each second of a load, by the moments at which requests were due; seconds without a request too. */
export function summarizeBySecond(samples: readonly Sample[]): readonly Summary[] {
  const groups = grouped(samples, ({ atMs }) => Math.floor(atMs / 1000));
  const last = Math.max(-1, ...groups.keys());
  return Array.from({ length: last + 1 }, (_, second) => summarize(groups.get(second) ?? []));
}

/** What users saw of one second of a load. */
export interface Second {
  /** Its beginning, in seconds since the load's start. */
  readonly atSeconds: number;
  /** Requests that were due in it. */
  readonly requests: number;
  readonly failed: number;
  /** Latencies in ms; 0 in a second without a request. */
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly maxMs: number;
}

/** The seconds of a load, in order and without gaps. Poisoned requests are left out. */
export function secondsOf(samples: readonly Sample[]): readonly Second[] {
  return summarizeBySecond(samples).map((summary, atSeconds) => {
    const { requests, errors, maxMs } = summary;
    const [p50Ms, p90Ms] = requests === 0 ? [0, 0] : [summary.percentile(50), summary.percentile(90)];
    return { atSeconds, requests, failed: errors, p50Ms, p90Ms, maxMs };
  });
}

/** Groups items by a key, in the order in which the keys come. */
export function grouped<K, T>(items: readonly T[], keyOf: (item: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
