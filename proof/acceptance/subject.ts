/** Base URLs of one service, without a path: for example `https://bingo.example.org`. */
export interface Urls {
  readonly http: string;
  readonly https: string;
}

/** What is judged: a service by its URLs, and its machines where they are in reach. */
export interface Subject extends Urls {
  /** Connect to this address in place of what the URLs' host resolves to. */
  readonly address?: string;
  /** A curl that speaks HTTP/3. */
  readonly curl: Curl;
  /** @default the service is seen from outside only */
  readonly machines?: Machines;
  /** Rows that were put into the tables before. Sessions cannot be counted from outside. */
  readonly prepared: Prepared;
}

/** Numbers of rows. */
export interface Prepared {
  readonly customers: number;
  readonly movies: number;
  readonly sessions: number;
}

/** The rows that `prepare_db` makes. */
export const FULL_DATA: Prepared = { customers: 500_000, movies: 29_019, sessions: 5_000_000 };

/** Runs curl with these arguments; any status is an answer. */
export type Curl = (args: readonly string[]) => Promise<{ status: number; stdout: string; stderr: string }>;

/** Runs lines of bash on the machines, as root. */
export interface Machines {
  readonly names: readonly string[];
  /** @returns what the line printed to stdout. @throws when its status is not 0 */
  run(machine: string, line: string, options?: { input?: string; timeoutSeconds?: number }): Promise<string>;
  /** @returns rows of text, with "|" between columns. */
  sql(statement: string): Promise<readonly string[]>;
  /** The address in the installation's config. */
  readonly studentEmail: string;
}

/**
 * Completes what a user typed to both base URLs: a name, one URL, or two URLs when their ports are not 80 and 443.
 *
 * @throws when it is something else
 * @example urlsOf(["bingo.example.org"]) // http://bingo.example.org and https://bingo.example.org
 */
export function urlsOf(given: readonly string[]): Urls {
  const parsed = given.map(baseUrl);
  const of = (protocol: "http:" | "https:"): string | undefined =>
    parsed.find((url) => url.protocol === protocol)?.origin;
  const [first] = parsed;
  if (!first) throw new Error("expected the URL of a service, found none");
  if (parsed.length > 1 && (of("http:") === undefined || of("https:") === undefined)) {
    throw new Error(`expected one http and one https URL, found ${given.join(" and ")}`);
  }
  return { http: of("http:") ?? `http://${first.hostname}`, https: of("https:") ?? `https://${first.hostname}` };
}

function baseUrl(text: string): URL {
  const whole = /^https?:\/\//.test(text) ? text : `https://${text}`;
  if (!URL.canParse(whole)) throw new Error(`expected a URL such as https://bingo.example.org, found "${text}"`);
  const url = new URL(whole);
  if (url.pathname !== "/" || url.search !== "") throw new Error(`expected a URL without a path, found "${text}"`);
  return url;
}
