import type { Labels } from "./panel";
import type { Sample } from "./rows";

/** Runs a program on the edge and returns what it printed. @throws with what it said, when it failed */
export type OnEdge = (command: string) => Promise<string>;

export interface Alert {
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly state: "firing" | "pending";
  readonly activeAt: string;
}

interface Answer {
  readonly status: string;
  readonly error?: string;
  readonly data?: {
    readonly result?: readonly { readonly metric: Labels; readonly value: readonly [number, string] }[];
    readonly alerts?: readonly Alert[];
  };
}

const API = "http://127.0.0.1:9090/api/v1";

/** The edge's Prometheus, asked on the machine itself. */
export class Prometheus {
  constructor(private readonly onEdge: OnEdge) {}

  /** Answers to all of the queries, in their order, by one login. */
  async instant(queries: readonly string[]): Promise<readonly (readonly Sample[])[]> {
    const asked = queries.map(
      (query) => `curl -sS --max-time 15 ${API}/query --data-urlencode ${quoted(`query=${query}`)}; echo`,
    );
    const lines = (await this.onEdge(asked.join("\n"))).split("\n").filter((line) => line !== "");
    if (lines.length !== queries.length) {
      throw new Error(`Prometheus on the edge: expected ${queries.length} answers, found ${lines.length}`);
    }
    return lines.map((line, index) =>
      (parsed(line, queries[index] ?? "").result ?? []).map(({ metric, value }) => ({
        labels: metric,
        value: Number(value[1]),
      })),
    );
  }

  async alerts(): Promise<readonly Alert[]> {
    return parsed(await this.onEdge(`curl -sS --max-time 15 ${API}/alerts`), "alerts").alerts ?? [];
  }
}

function parsed(line: string, what: string): NonNullable<Answer["data"]> {
  const { status, error, data } = JSON.parse(line) as Answer;
  if (status === "success" && data) return data;
  throw new Error(`Prometheus on the edge: expected an answer to ${what}, found ${error ?? status}`);
}

/** For a shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
