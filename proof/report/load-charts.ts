import type { Sample } from "../load/history";
import { summarizeByEndpoint } from "../load/statistics";
import { chart, type Chart, type Series } from "./chart";
import { timeline } from "../acceptance/report/summaries";

/** Percentiles far out stand as wide apart as those near the middle: 90, 99 and 99.9 at even distances. */
const PERCENTILES = [0, 25, 50, 75, 90, 95, 99, 99.5, 99.9] as const;

const TONES: readonly Series["tone"][] = ["a", "b", "c", "d"];

function place(percent: number): number {
  return -Math.log10(1 - percent / 100);
}

/** The distribution of latencies, a curve for each endpoint; at most four curves in a chart. */
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

/** Second by second: what was answered well and what was not, and how fast. Marks are moments in seconds. */
export function timelines(title: string, samples: readonly Sample[], marks: Chart["marks"] = []): string {
  const seconds = timeline(samples);
  const points = (of: (second: (typeof seconds)[number]) => number | null): Series["points"] =>
    seconds.map((second) => [second.atSeconds, of(second) ?? NaN] as const);
  const rates = chart({
    title,
    xLabel: "seconds",
    yLabel: "requests per second",
    series: [
      { name: "good", tone: "good", kind: "line", points: points(({ requests, errors }) => requests - errors) },
      { name: "failed", tone: "bad", kind: "bars", points: points(({ errors }) => errors) },
    ],
    marks,
  });
  const latencies = chart({
    title,
    xLabel: "seconds",
    yLabel: "ms",
    series: [
      { name: "p50", tone: "a", points: points(({ p50Ms }) => p50Ms) },
      { name: "p90", tone: "b", points: points(({ p90Ms }) => p90Ms) },
      { name: "worst", tone: "c", points: points(({ maxMs, requests }) => (requests > 0 ? maxMs : null)) },
    ],
    yLog: true,
    marks,
  });
  return `${rates}\n${latencies}`;
}
