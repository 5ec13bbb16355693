import type { Sample } from "../load/history";
import { type Second, summarizeByEndpoint } from "../load/statistics";
import { chart, type Chart, type Series } from "./chart";

/** Percentiles of the x axis, on which 90, 99 and 99.9 stand at even distances. */
const PERCENTILES = [0, 25, 50, 75, 90, 95, 99, 99.5, 99.9] as const;

const TONES: readonly Series["tone"][] = ["a", "b", "c", "d"];

function place(percent: number): number {
  return -Math.log10(1 - percent / 100);
}

/** Draws the distribution of latencies, a curve for each endpoint, at most four curves in a chart. */
export function distributions(title: string, samples: readonly Sample[], limit?: number): string {
  const all = [...summarizeByEndpoint(samples)];
  const charts: string[] = [];
  for (let n = 0; n < all.length; n += TONES.length) {
    const series = all.slice(n, n + TONES.length).map(([endpoint, summary], index): Series => ({
      name: endpoint,
      tone: TONES[index] ?? "a",
      points: PERCENTILES.map((percent) => [place(percent), summary.percentile(percent)] as const),
    }));
    charts.push(
      chart({
        title,
        xLabel: "percent of requests",
        yLabel: "at most ms",
        series,
        xTicks: [0, 50, 90, 99, 99.9].map((percent) => [place(percent), String(percent)] as const),
        yLog: true,
        ...(limit === undefined ? {} : { limit }),
      }),
    );
  }
  return charts.join("\n");
}

/**
 * What users saw, second by second: requests that were answered well and that were not, and their latencies.
 *
 * @param marks moments with a name, in seconds since the load's start
 */
export function timelines(title: string, seconds: readonly Second[], marks: Chart["marks"] = []): string {
  const points = (of: (second: Second) => number): Series["points"] =>
    seconds.map((second) => [second.atSeconds, of(second)] as const);
  /** A second without a request has no latency. */
  const latency = (of: (second: Second) => number): Series["points"] =>
    points((second) => (second.requests > 0 ? of(second) : NaN));
  const rates = chart({
    title,
    xLabel: "seconds",
    yLabel: "requests per second",
    series: [
      { name: "good", tone: "good", points: points(({ requests, failed }) => requests - failed) },
      { name: "failed", tone: "bad", kind: "bars", points: points(({ failed }) => failed) },
    ],
    marks,
  });
  const latencies = chart({
    title,
    xLabel: "seconds",
    yLabel: "ms",
    series: [
      { name: "p50", tone: "a", points: latency(({ p50Ms }) => p50Ms) },
      { name: "p90", tone: "b", points: latency(({ p90Ms }) => p90Ms) },
      { name: "worst", tone: "c", points: latency(({ maxMs }) => maxMs) },
    ],
    yLog: true,
    marks,
  });
  return `${rates}\n${latencies}`;
}
