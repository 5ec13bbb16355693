import type { Labels } from "./panel";

/**
 * Fetches one path of Prometheus' HTTP API, for example `query?query=up`, and resolves with the parsed JSON of its answer.
 * It rejects with `NoAnswer` when there is none.
 */
export type Transport = (path: string) => Promise<unknown>;

/** A series and its value at one time. */
export interface InstantSample {
  readonly labels: Labels;
  readonly value: number;
}

/** A series and its values at the points of a range; null where it has none. */
export interface Line {
  readonly labels: Labels;
  readonly values: readonly (number | null)[];
}

/** A stretch of time, in seconds since 1970, and the seconds between its points. */
export interface Range {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

export interface Alert {
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly state: "firing" | "pending";
  /** The time since when its expression holds, in ISO 8601. */
  readonly activeAt: string;
}

interface Result {
  readonly metric: Labels;
  readonly value?: readonly [number, string];
  readonly values?: readonly (readonly [number, string])[];
}

interface Answer {
  readonly status?: string;
  readonly error?: string;
  readonly data?: { readonly result?: readonly Result[]; readonly alerts?: readonly Alert[] };
}

/** Says, in words for a person, why Prometheus has not answered. */
export class NoAnswer extends Error {}

/**
 * A client of Prometheus' HTTP API. It runs in Node and in the browser; the transport is what differs.
 *
 * @example
 * const prometheus = new Prometheus(throughShell((command) => lab.machine("edge").succeed(command)));
 * const [up] = await prometheus.instant('sum(up{job="node"})');
 */
export class Prometheus {
  constructor(private readonly transport: Transport) {}

  /** Evaluates a query at one time. @param time seconds since 1970. @default now @throws NoAnswer */
  async instant(query: string, time?: number): Promise<readonly InstantSample[]> {
    const { result = [] } = await this.get("query", { query, ...(time !== undefined && { time: String(time) }) });
    return result.map(({ metric, value }) => ({ labels: metric, value: Number(value?.[1]) }));
  }

  /** Evaluates a query at each point of a range. @throws NoAnswer */
  async range(query: string, range: Range): Promise<readonly Line[]> {
    const { from, to, step } = range;
    const parameters = { query, start: String(from), end: String(to), step: String(step) };
    const { result = [] } = await this.get("query_range", parameters);
    const points = times(range).length;
    return result.map(({ metric, values = [] }) => {
      const line = Array.from<number | null>({ length: points }).fill(null);
      for (const [time, value] of values) {
        const number = Number(value);
        line[Math.round((time - from) / step)] = Number.isFinite(number) ? number : null;
      }
      return { labels: metric, values: line };
    });
  }

  /** Lists the alerts that fire or are pending, but for the dead man's switch, which always fires. @throws NoAnswer */
  async alerts(): Promise<readonly Alert[]> {
    const { alerts = [] } = await this.get("alerts", {});
    return alerts.filter(({ labels }) => labels["alertname"] !== "Watchdog");
  }

  private async get(endpoint: string, parameters: Record<string, string>): Promise<NonNullable<Answer["data"]>> {
    const search = new URLSearchParams(parameters).toString();
    const { status, error, data } = (await this.transport(search ? `${endpoint}?${search}` : endpoint)) as Answer;
    if (status === "success" && data) return data;
    const question = parameters["query"] ?? endpoint;
    throw new NoAnswer(
      `Prometheus on the edge: expected an answer to ${question}, found ${error ?? `status ${String(status)}`}`,
    );
  }
}

/** Lists the points of a range, in seconds since 1970. */
export function times({ from, to, step }: Range): number[] {
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);
}
