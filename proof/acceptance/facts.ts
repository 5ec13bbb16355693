import type { Prepared } from "./subject";
import type { NodeFailures } from "./drill-report";
import type { History } from "../load/history";
import type { Answer, Endpoint, List } from "../load/request";

/** How requests reach the edge. */
export const WAYS = ["http keep-alive", "http new connections", "https keep-alive", "https new connections"] as const;
export type Way = (typeof WAYS)[number];

/** One load, or one of the loads that ran at once. */
export interface Run {
  /** Loads of the same group ran at once; their rates add up. */
  readonly group: string;
  readonly rate: "peak" | "sustained" | "sessions";
  readonly way: Way;
  readonly history: History;
}

export interface Certificate {
  readonly subject: string;
  readonly issuer: string;
  readonly selfSigned: boolean;
  readonly names: string;
  readonly validFrom: Date;
  readonly validTo: Date;
  /** Whether it is for the URL's host. */
  readonly matchesHost: boolean;
}

/** What a single request by hand got. */
export interface Probe {
  readonly path: string;
  readonly answer: Answer;
}

/** When a server's clock and this machine's were compared: the server is ahead by something between the two. */
export interface ClockBounds {
  readonly atLeastMs: number;
  readonly atMostMs: number;
}

export interface Http3 {
  /** Why it cannot be tried from here. */
  readonly impossible?: string;
  readonly asked: number;
  readonly answered: number;
  /** What the first one that failed said. */
  readonly complaint?: string;
}

export interface ListRead {
  readonly list: List;
  readonly good: boolean;
  /** Status or code of what went wrong. */
  readonly code: string;
  readonly seconds: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly rows: number;
  /** The same for the same rows in whatever order. */
  readonly checksum: string;
}

/** What an answer said of a cache. */
export interface CacheSign {
  readonly endpoint: Endpoint;
  readonly sign: string;
}

/** One session created, looked for, deleted, looked for. */
export interface Cycle {
  readonly created: boolean;
  /** Found by its id right after it was created. */
  readonly visible?: boolean;
  /** Gone by its id right after it was deleted. */
  readonly gone?: boolean;
  /** It is gone when asked for past any cache, and still there when not. */
  readonly stale?: boolean;
}

export interface Visibility {
  readonly cycles: readonly Cycle[];
  /** The list after a session was created that belongs to its beginning. Undefined: nothing can be told. */
  readonly list?: { readonly shows: boolean; readonly forgets: boolean };
}

/** What the API showed of a row that came, changed and went in the database. */
export interface OwnRow {
  readonly endpoint: Endpoint;
  readonly follows: boolean;
  /** At each of the three moments. */
  readonly seen: string;
}

export interface LongDummyLook {
  readonly atMs: number;
  readonly latencyMs: number;
  readonly good: boolean;
  /** From the answer's own words; undefined: it has none. */
  readonly ageSeconds?: number;
  /** The Age header. */
  readonly headerSeconds?: number;
  readonly body: string;
}

export interface Kept {
  readonly expected: number;
  readonly found: number;
  /** Ids of some that are missing. */
  readonly missing: readonly number[];
}

export interface SampledRows {
  readonly asked: number;
  /** As the list has them. */
  readonly equal: number;
  readonly firstDifference?: string;
}

/** Sessions by random ids of the prepared ones. */
export interface SampledSessions {
  readonly asked: number;
  /** 200 or, for those whose customer or movie does not exist, 404. */
  readonly answered: number;
  readonly found: number;
}

export interface TableSum {
  readonly table: keyof Prepared;
  readonly rows: number;
  readonly checksum: string;
}

export interface MachineFacts {
  readonly clocks: readonly { readonly machine: string; readonly bounds: ClockBounds }[];
  readonly before?: readonly TableSum[];
  readonly after?: readonly TableSum[];
  readonly foreignKeys?: number;
  /** Sessions whose customer or movie does not exist. */
  readonly dangling?: number;
  readonly emails?: readonly { readonly machine: string; readonly email: string }[];
  /** Endpoints with a series of their own in Prometheus, of requests and of errors. */
  readonly graphs?: { readonly requests: readonly string[]; readonly errors: readonly string[] };
}

/** All that was measured. What is missing was not. */
export interface Facts {
  certificate?: Certificate;
  httpProbes?: readonly Probe[];
  httpsProbes?: readonly Probe[];
  clock?: ClockBounds;
  http3?: Http3;
  altSvc?: string;
  listReads?: readonly ListRead[];
  cacheSigns?: readonly CacheSign[];
  visibility?: Visibility;
  ownRows?: readonly OwnRow[];
  longDummy?: readonly LongDummyLook[];
  runs?: readonly Run[];
  kept?: Kept;
  sampledRows?: SampledRows;
  sampledSessions?: SampledSessions;
  listsAfter?: readonly ListRead[];
  machines?: MachineFacts;
  /** From the drills' own report. */
  nodeFailures?: NodeFailures;
}
