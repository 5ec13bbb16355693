import type { Prepared } from "./subject";
import type { NodeFailures } from "./drill-report";
import type { History, Sample } from "../load/history";
import type { Answer, Endpoint, List } from "../load/request";
import { grouped } from "../load/statistics";

/** How requests reach the edge. */
export const WAYS = ["http keep-alive", "http new connections", "https keep-alive", "https new connections"] as const;
export type Way = (typeof WAYS)[number];

/** A load, or one of several that ran at once. */
export interface Run {
  /** Loads of the same group ran at once; their rates add up. */
  readonly group: string;
  readonly rate: "peak" | "sustained" | "sessions";
  readonly way: Way;
  readonly history: History;
}

/** Joins the samples of loads that ran at once, by the name of their group. */
export function samplesByGroup(runs: readonly Run[]): ReadonlyMap<string, readonly Sample[]> {
  const groups = [...grouped(runs, ({ group }) => group)];
  return new Map(groups.map(([group, own]) => [group, own.flatMap(({ history }) => history.samples)]));
}

export interface SeenCertificate {
  readonly subject: string;
  readonly issuer: string;
  readonly selfSigned: boolean;
  readonly names: string;
  readonly validFrom: Date;
  readonly validTo: Date;
  /** Whether it is for the URL's host. */
  readonly matchesHost: boolean;
}

/** A single request outside of the loads, with its answer. */
export interface Probe {
  readonly path: string;
  readonly answer: Answer;
}

/** How far a server's clock is ahead of this machine's, at least and at most; negative when it is behind. */
export interface ClockBounds {
  readonly atLeastMs: number;
  readonly atMostMs: number;
}

export interface Http3 {
  /** Why it cannot be tried from here. */
  readonly impossible?: string;
  readonly asked: number;
  readonly answered: number;
  /** The message of the first request that failed. */
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

/** A sign, seen in an endpoint's answer, that it came from a cache or may be put into one. */
export interface CacheSign {
  readonly endpoint: Endpoint;
  readonly sign: string;
}

/** A session that was created, looked for, deleted, and looked for again. */
export interface Cycle {
  readonly created: boolean;
  /** Found by its id right after it was created. */
  readonly visible?: boolean;
  /** Gone by its id right after it was deleted. */
  readonly gone?: boolean;
  /** Still served under its own address, but not under one that no cache can know. */
  readonly stale?: boolean;
}

export interface Visibility {
  readonly cycles: readonly Cycle[];
  /** Whether the list follows a session that belongs to its beginning. Undefined: this is not known. */
  readonly list?: { readonly shows: boolean; readonly forgets: boolean };
}

/** A row that was inserted, changed and deleted in the database, as the API showed it. */
export interface OwnRow {
  readonly endpoint: Endpoint;
  readonly follows: boolean;
  /** What was seen at each of the three moments. */
  readonly seen: string;
}

export interface LongDummyLook {
  readonly atMs: number;
  readonly latencyMs: number;
  readonly good: boolean;
  /** By the time in the answer itself; undefined when it has none. */
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
  /** Rows that are the same by id and in the list. */
  readonly equal: number;
  readonly firstDifference?: string;
}

/** Prepared sessions, asked for by random ids. */
export interface SampledSessions {
  readonly asked: number;
  /** Answered with 200 or, where the customer or the movie does not exist, with 404. */
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

/** What GET /config answered. */
export interface ConfigPage {
  /** Status, or the code of what went wrong. */
  readonly code: string;
  readonly good: boolean;
  readonly emails: readonly string[];
}

/** Everything that was measured. A field that is missing was not measured. */
export interface Facts {
  certificate?: SeenCertificate;
  httpProbes?: readonly Probe[];
  httpsProbes?: readonly Probe[];
  clock?: ClockBounds;
  http3?: Http3;
  altSvc?: string;
  configPage?: ConfigPage;
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
