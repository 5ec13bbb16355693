import type { Run } from "../facts";
import { grouped, summarizeByEndpoint, summarizeBySecond, type Summary } from "../../load/statistics";

export type Figures = ReturnType<typeof figures>;

/** Sums up each group of loads that ran at once, for JSON and the page. */
export function loadSummaries(runs: readonly Run[]) {
  return [...grouped(runs, ({ group }) => group)].map(([name, own]) => {
    const samples = own.flatMap(({ history }) => history.samples);
    const parallel = new Set(own.map(({ way }) => way)).size;
    return {
      name,
      /** Requests per second, all loads of the group together. */
      rate: (own[0]?.history.rate ?? 0) * parallel,
      startedAt: new Date(Math.min(...own.map(({ history }) => history.startedAt.getTime()))),
      /** How late this machine sent a request at worst, in ms. Where it is much, latencies are this machine's own. */
      lateMs: samples.reduce((most, { atMs, sentMs }) => Math.max(most, sentMs - atMs), 0),
      endpoints: [...summarizeByEndpoint(samples)].map(([endpoint, summary]) => ({ endpoint, ...figures(summary) })),
      timeline: summarizeBySecond(samples).map((summary, atSeconds) => ({ atSeconds, ...figures(summary) })),
    };
  });
}

function figures(summary: Summary) {
  const ms = (percent: number): number | null => (summary.requests === 0 ? null : summary.percentile(percent));
  const { requests, errors, errorsByCode, maxMs } = summary;
  return { requests, errors, errorsByCode, p50Ms: ms(50), p75Ms: ms(75), p90Ms: ms(90), p99Ms: ms(99), maxMs };
}
