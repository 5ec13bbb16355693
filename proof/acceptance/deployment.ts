/** What is judged: a service by its URLs, and what else of it is in reach. */
export interface Deployment {
  /** Base URLs without a path, for example `https://bingo.example.org`. */
  readonly http: string;
  readonly https: string;
  /** Connect to this address in place of what the URLs' host resolves to. */
  readonly address?: string;
  /** A curl that speaks HTTP/3. */
  readonly curl: Curl;
  /** Undefined: it is seen from outside only. */
  readonly machines?: Machines;
  /** How many rows the prepared tables have; sessions cannot be counted from outside. */
  readonly prepared: Prepared;
}

export interface Prepared {
  readonly customers: number;
  readonly movies: number;
  readonly sessions: number;
}

/** The rows that `prepare_db` makes. */
export const FULL_DATA: Prepared = { customers: 500_000, movies: 29_019, sessions: 5_000_000 };

/** Runs curl with these arguments; any status is an answer. */
export type Curl = (args: readonly string[]) => Promise<{ status: number; stdout: string; stderr: string }>;

/** Commands on machines, as root: lines of bash. */
export interface Machines {
  readonly names: readonly string[];
  /** @returns what it printed. @throws when its status is not 0 */
  run(machine: string, line: string, options?: { input?: string; timeoutSeconds?: number }): Promise<string>;
  /** @returns rows of text, with "|" between columns. */
  sql(statement: string): Promise<readonly string[]>;
  /** What the installation's config says. */
  readonly studentEmail: string;
}
