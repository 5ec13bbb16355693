import type { Labels } from "../../panel";

/** A series and its value now. */
export interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

/** A series and its values, at the points of the range that was asked for; null: none there. */
export interface Line {
  readonly labels: Labels;
  readonly values: readonly (number | null)[];
}

/** Seconds since 1970. */
export interface Range {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

export interface Alert {
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly state: "firing" | "pending";
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

const TIMEOUT_MS = 15_000;

/** Why there is no answer, in words for the person who looks at the page. */
export class NoAnswer extends Error {}

/** @param time seconds since 1970 */
export async function instant(query: string, time: number): Promise<readonly Sample[]> {
  const { result = [] } = await ask("query", { query, time: String(time) });
  return result.map(({ metric, value }) => ({ labels: metric, value: Number(value?.[1]) }));
}

export async function range(query: string, { from, to, step }: Range): Promise<readonly Line[]> {
  const { result = [] } = await ask("query_range", {
    query,
    start: String(from),
    end: String(to),
    step: String(step),
  });
  const points = times({ from, to, step }).length;
  return result.map(({ metric, values = [] }) => {
    const line = Array.from<number | null>({ length: points }).fill(null);
    for (const [time, value] of values) {
      const number = Number(value);
      line[Math.round((time - from) / step)] = Number.isFinite(number) ? number : null;
    }
    return { labels: metric, values: line };
  });
}

/** The points of a range. */
export function times({ from, to, step }: Range): number[] {
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);
}

export async function alerts(): Promise<readonly Alert[]> {
  return (await ask("alerts", {})).alerts ?? [];
}

async function ask(call: string, parameters: Record<string, string>): Promise<NonNullable<Answer["data"]>> {
  const response = await send(`api/v1/${call}?${new URLSearchParams(parameters).toString()}`);
  const answer = (await response.json().catch(() => ({}))) as Answer;
  if (answer.status === "success" && answer.data) return answer.data;
  throw new NoAnswer(answer.error ?? meaning(response.status));
}

async function send(path: string): Promise<Response> {
  try {
    return await fetch(path, { signal: AbortSignal.timeout(TIMEOUT_MS), cache: "no-store" });
  } catch {
    throw new NoAnswer("The edge does not answer, or this device has no network.");
  }
}

function meaning(status: number): string {
  switch (status) {
    case 401:
      return "The password is another one now: load the page again.";
    case 429:
      return "Too many questions from this address; the edge answers again in a moment.";
    case 502:
    case 504:
      return "The edge answers, but Prometheus on it does not: prometheus.service.";
    default:
      return `The edge answered with status ${status}.`;
  }
}
