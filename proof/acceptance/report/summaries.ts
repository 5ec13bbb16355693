import type { Run } from "../facts";
import type { Sample } from "../../load/history";
import { summarizeByEndpoint, summarizeBySecond, type Summary } from "../../load/statistics";

/** The figures of a load, for JSON and the page. */
interface LoadSummary {
  readonly name: string;
  /** Requests per second, all loads of the group together. */
  readonly rate: number;
  readonly startedAt: Date;
  /** How late this machine sent a request at worst, in ms. Where it is much, latencies are this machine's own. */
  readonly lateMs: number;
  readonly endpoints: readonly EndpointSummary[];
  readonly timeline: readonly SecondSummary[];
}

interface EndpointSummary extends Figures {
  readonly endpoint: string;
}

interface SecondSummary extends Figures {
  readonly atSeconds: number;
}

export interface Figures {
  readonly requests: number;
  readonly errors: number;
  readonly errorsByCode: Readonly<Record<string, number>>;
  readonly p50Ms: number | null;
  readonly p75Ms: number | null;
  readonly p90Ms: number | null;
  readonly p99Ms: number | null;
  readonly maxMs: number;
}

/** Sums up each group of loads that ran at once. */
export function loadSummaries(runs: readonly Run[]): readonly LoadSummary[] {
  const groups = new Map<string, Run[]>();
  for (const run of runs) groups.set(run.group, [...(groups.get(run.group) ?? []), run]);
  return [...groups].map(([name, own]) => {
    const samples = own.flatMap(({ history }) => history.samples);
    const parallel = new Set(own.map(({ way }) => way)).size;
    return {
      name,
      rate: (own[0]?.history.rate ?? 0) * parallel,
      startedAt: new Date(Math.min(...own.map(({ history }) => history.startedAt.getTime()))),
      lateMs: samples.reduce((most, { atMs, sentMs }) => Math.max(most, sentMs - atMs), 0),
      endpoints: endpointSummaries(samples),
      timeline: timeline(samples),
    };
  });
}

function endpointSummaries(samples: readonly Sample[]): readonly EndpointSummary[] {
  return [...summarizeByEndpoint(samples)].map(([endpoint, summary]) => ({ endpoint, ...figures(summary) }));
}

function timeline(samples: readonly Sample[]): readonly SecondSummary[] {
  return summarizeBySecond(samples).map((summary, atSeconds) => ({ atSeconds, ...figures(summary) }));
}

function figures(summary: Summary): Figures {
  const ms = (percent: number): number | null => (summary.requests === 0 ? null : summary.percentile(percent));
  const { requests, errors, errorsByCode, maxMs } = summary;
  return { requests, errors, errorsByCode, p50Ms: ms(50), p75Ms: ms(75), p90Ms: ms(90), p99Ms: ms(99), maxMs };
}
