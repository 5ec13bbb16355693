import type { Prepared } from "./deployment";
import type { Way } from "./facts";
import type { Endpoint } from "../load/request";
import type { Limit } from "../report/limit";
import type { Plan } from "./plan";
import type { StepId } from "./steps";

/** Who can tell whether it holds. */
export type Reach =
  /** Anybody, by the URL. */
  | "outside"
  /** Somebody with a shell on the machines. */
  | "machines"
  /** Somebody who breaks something: `npm run drill`. */
  | "drill"
  /** A person: it is no property of what is deployed. */
  | "person";

/** A row of the acceptance list. */
export interface Requirement {
  /** For `--only`, and stable: reports are compared by it. */
  readonly id: string;
  /** Number of its point on the acceptance list. */
  readonly point: number;
  readonly text: string;
  readonly limit: Limit;
  readonly unit: string;
  /** What goes on while it is measured. */
  readonly load: string;
  readonly reach: Reach;
  /** What has to be measured for it. */
  readonly needs: readonly StepId[];
  /** What the row is about, where several rows say the same of different things. */
  readonly endpoint?: Endpoint;
  readonly way?: Way;
}

/** A name of an endpoint for ids: "GET /api/movie/{id}" is get-api-movie-id. */
export function slug(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

const FIVE = [
  "POST /operation",
  "GET /db_dummy",
  "GET /api/movie/{id}",
  "GET /api/customer/{id}",
  "GET /api/session/{id}",
] as const;

const LISTS = [
  { endpoint: "GET /api/movie", limit: 1 },
  { endpoint: "GET /api/customer", limit: 1 },
  { endpoint: "GET /api/session", limit: 5 },
] as const;

/** What makes two answers that must differ. */
const CHANGED_BY: Readonly<Record<(typeof FIVE)[number] | (typeof LISTS)[number]["endpoint"], readonly StepId[]>> = {
  "POST /operation": [],
  "GET /db_dummy": [],
  "GET /api/movie/{id}": ["own-rows"],
  "GET /api/customer/{id}": ["own-rows"],
  "GET /api/session/{id}": ["visibility"],
  "GET /api/movie": ["own-rows"],
  "GET /api/customer": ["own-rows"],
  "GET /api/session": ["visibility"],
};

const CHANGES = ["POST /api/session", "DELETE /api/session/{id}"] as const;

/** The acceptance list, in its order. */
export function requirements(plan: Plan, prepared: Prepared): readonly Requirement[] {
  const peak = `${plan.peakRate}/s`;
  const sustained = `${plan.sustainedRate}/s`;
  return [
    {
      ...row("node-failure", 1, "The failure of either application node is not noticed by a user"),
      ...{ limit: { atMost: 0 }, unit: "failed requests", load: "all endpoints, 60/s", reach: "drill" },
    },
    {
      ...row("node-recovery", 1, "A failed node is back in under one minute"),
      ...{ limit: { atMost: 60 }, unit: "s", load: "all endpoints, 60/s", reach: "drill" },
    },
    {
      ...row("peak", 2, `${plan.peakRate} requests per second for ${plan.peakSeconds} s (peak)`),
      ...{ limit: { atLeast: 0.99 * plan.peakRate }, unit: "/s", load: `all endpoints, ${peak}` },
      needs: ["front", "lists", "peak"],
    },
    {
      ...row("sustained", 2, `${plan.sustainedRate} requests per second sustained`),
      ...{ limit: { atLeast: 0.99 * plan.sustainedRate }, unit: "/s", load: `all endpoints, ${sustained}` },
      needs: ["front", "lists", "sustained"],
    },
    ...(["http keep-alive", "http new connections", "https keep-alive", "https new connections"] as const).map(
      (way): Requirement => ({
        ...row(slug(way), 2, `Requests over ${way.replace(" ", ", ")} are answered`),
        ...{ limit: { atMost: 1 }, unit: "% without an answer", load: `all endpoints, ${peak} and ${sustained}`, way },
        needs: ["front", "lists", "peak", "sustained"],
      }),
    ),
    ...FIVE.flatMap((endpoint): readonly Requirement[] => {
      const needs: readonly StepId[] = ["front", "lists", `alone ${endpoint}`];
      return [
        {
          ...row(`p90-${slug(endpoint)}`, 3, `${endpoint}: 90 % of answers come in less than`),
          ...{ limit: { atMost: plan.p90Ms }, unit: "ms", load: peak, endpoint, needs },
        },
        {
          ...row(`errors-${slug(endpoint)}`, 3, `${endpoint}: errors`),
          ...{ limit: { atMost: 1 }, unit: "%", load: peak, endpoint, needs },
        },
        {
          ...row(`uncached-${slug(endpoint)}`, 3, `${endpoint}: not cached`),
          ...{ limit: { atMost: 0 }, unit: "signs of a cache", load: peak, endpoint },
          needs: [...needs, ...CHANGED_BY[endpoint]],
        },
      ];
    }),
    ...LISTS.flatMap(({ endpoint, limit }): readonly Requirement[] => [
      {
        ...row(`errors-${slug(endpoint)}`, 4, `${endpoint}: errors`),
        ...{ limit: { atMost: limit }, unit: "%", load: "one at a time", endpoint },
        needs: ["front", "lists", "steady"],
      },
      {
        ...row(`uncached-${slug(endpoint)}`, 4, `${endpoint}: not cached`),
        ...{ limit: { atMost: 0 }, unit: "signs of a cache", load: "one at a time", endpoint },
        needs: ["front", "lists", ...CHANGED_BY[endpoint]],
      },
    ]),
    ...CHANGES.flatMap((endpoint): readonly Requirement[] => [
      {
        ...row(`errors-${slug(endpoint)}`, 5, `${endpoint}: errors`),
        ...{ limit: { atMost: 1 }, unit: "%", load: sustained, endpoint },
        needs: ["front", "lists", "sessions"],
      },
      {
        ...row(`uncached-${slug(endpoint)}`, 5, `${endpoint}: not cached`),
        ...{ limit: { atMost: 0 }, unit: "signs of a cache", load: sustained, endpoint },
        needs: ["front", "lists", "sessions"],
      },
    ]),
    {
      ...row("created-visible", 5, "A session that was created is there at once"),
      ...{ limit: { atMost: 0 }, unit: "not found", load: "one at a time" },
      needs: ["front", "lists", "visibility"],
    },
    {
      ...row("deleted-gone", 5, "A session that was deleted is gone at once"),
      ...{ limit: { atMost: 0 }, unit: "still found", load: "one at a time" },
      needs: ["front", "lists", "visibility"],
    },
    {
      ...row("sessions-kept", 5, "Every session that was created stays"),
      ...{ limit: { atMost: 0 }, unit: "lost", load: `all endpoints, ${peak} and ${sustained}` },
      needs: ["front", "lists", "peak", "sustained", "kept"],
    },
    {
      ...row("https", 6, "https works"),
      ...{ limit: { atMost: 0 }, unit: "of 3 requests failed", load: "none" },
      needs: ["front"],
    },
    {
      ...row("domain", 6, "Its own domain, with a certificate for it (self-signed will do)"),
      ...{ limit: { atMost: 0 }, unit: "defects", load: "none" },
      needs: ["front"],
    },
    {
      ...row("http", 6, "http works without redirect"),
      ...{ limit: { atMost: 0 }, unit: "of 3 requests failed", load: "none" },
      needs: ["front"],
    },
    {
      ...row("http3", 7, "HTTP/3 works"),
      ...{ limit: { atLeast: 100 }, unit: "% answered", load: "none" },
      needs: ["front", "http3"],
    },
    {
      ...row("http3-announced", 7, "HTTP/3 is announced to browsers (Alt-Svc)"),
      ...{ limit: { atLeast: 1 }, unit: "announcements", load: "none" },
      needs: ["front"],
    },
    {
      ...row("long-dummy-age", 8, "GET /long_dummy: an answer is at most one minute old"),
      ...{ limit: { atMost: 60 }, unit: "s", load: "5/s" },
      needs: ["front", "steady"],
    },
    {
      ...row("long-dummy-fast", 8, "GET /long_dummy: 75 % of requests are answered in less than 1 s"),
      ...{ limit: { atLeast: 75 }, unit: "%", load: "5/s" },
      needs: ["front", "steady"],
    },
    {
      ...row("graphs-requests", 9, "Graphs of requests per second for each endpoint"),
      ...{ limit: { atLeast: 13 }, unit: "endpoints", load: "all endpoints", reach: "machines" },
      needs: ["front", "lists", "machines-before", "steady", "sustained", "machines-after"],
    },
    {
      ...row("graphs-errors", 9, "Graphs of errors for each endpoint"),
      ...{ limit: { atLeast: 13 }, unit: "endpoints", load: "all endpoints", reach: "machines" },
      needs: ["front", "lists", "machines-before", "steady", "sustained", "machines-after"],
    },
    {
      ...row("one-command", 10, "The whole installation is deployed by one command"),
      ...{ limit: { atMost: 1 }, unit: "commands", load: "none", reach: "person" },
    },
    {
      ...row("clock", 11, "Correct clocks: the header Date beside this machine's clock"),
      ...{ limit: { atMost: 1 }, unit: "s off", load: "none" },
      needs: ["front"],
    },
    {
      ...row("clock-machines", 11, "Correct clocks: every machine's beside this machine's"),
      ...{ limit: { atMost: 1 }, unit: "s off", load: "none", reach: "machines" },
      needs: ["machines-before"],
    },
    {
      ...row("data-customers", 11, "The prepared customers are there"),
      ...{ limit: { exactly: prepared.customers }, unit: "rows", load: "none" },
      needs: ["front", "lists"],
    },
    {
      ...row("data-movies", 11, "The prepared movies are there"),
      ...{ limit: { exactly: prepared.movies }, unit: "rows", load: "none" },
      needs: ["front", "lists"],
    },
    {
      // Some point at customers or movies that do not exist, and are not found by their ids.
      ...row("data-sessions", 11, "The prepared sessions are there, by random ids"),
      ...{ limit: { atLeast: 98 }, unit: "% found", load: "none" },
      needs: ["front", "lists", "rows"],
    },
    {
      ...row("data-unchanged", 11, "Customers and movies are the same by id, in the list and after the loads"),
      ...{ limit: { atMost: 0 }, unit: "differences", load: "none" },
      needs: ["front", "lists", "rows", "after"],
    },
    {
      ...row("data-tables", 11, "Every prepared row is in the database and the same after the loads"),
      ...{ limit: { atMost: 0 }, unit: "differences", load: "none", reach: "machines" },
      needs: ["front", "lists", "machines-before", "kept", "machines-after"],
    },
    {
      ...row("data-foreign-keys", 11, "No foreign keys were added"),
      ...{ limit: { atMost: 0 }, unit: "foreign keys", load: "none", reach: "machines" },
      needs: ["machines-before"],
    },
    {
      ...row("data-dangling", 11, "Sessions whose customer or movie does not exist were left in"),
      ...{ limit: { atLeast: 1 }, unit: "rows", load: "none", reach: "machines" },
      needs: ["machines-before"],
    },
    {
      ...row("student-email", 11, "student_email is the owner's"),
      ...{ limit: { atMost: 0 }, unit: "nodes with another one", load: "none", reach: "machines" },
      needs: ["machines-before"],
    },
    {
      ...row("one-zone", 11, "One availability zone"),
      ...{ limit: { exactly: 1 }, unit: "zones", load: "none", reach: "person" },
    },
  ];
}

function row(id: string, point: number, text: string): Pick<Requirement, "id" | "point" | "text" | "reach" | "needs"> {
  return { id, point, text, reach: "outside", needs: [] };
}

/** Rows by their ids, or by the beginnings of ids; all without `only`. @throws when a part of it names no row */
export function chosen(all: readonly Requirement[], only: readonly string[] | undefined): readonly Requirement[] {
  if (!only) return all;
  const named = new Set(
    only.flatMap((part) => {
      const exact = all.filter(({ id }) => id === part);
      const some = exact.length > 0 ? exact : all.filter(({ id }) => id.startsWith(part));
      if (some.length > 0) return some;
      throw new Error(
        `--only ${part}: expected an id, or the beginning of one, of ${all.map(({ id }) => id).join(", ")}`,
      );
    }),
  );
  return all.filter((requirement) => named.has(requirement));
}
