import type { Service } from "./judged-services";
import { reply, type Asked, type Fault, type Reply } from "./stand-in-server";

/** A service with one thing wrong, and the one row that has to say so. */
export interface Wrong extends Service {
  readonly row: string;
}

const WRONG_CLOCK_MS = 5000;

export const WRONG: readonly Wrong[] = [
  {
    name: "a row is cached, as headers tell",
    row: "uncached-get-api-movie-id",
    service: () => headers("GET /api/movie/{id}", { Age: "17", "X-Cache-Status": "HIT" }),
  },
  {
    name: "operations may be cached by anybody",
    row: "uncached-post-operation",
    service: () => headers("POST /operation", { "Cache-Control": "public, max-age=60" }),
  },
  {
    name: "sessions by id are cached, and nothing tells",
    row: "uncached-get-api-session-id",
    service: () => cache("GET /api/session/{id}"),
  },
  {
    name: "the list of sessions is cached, and nothing tells",
    row: "uncached-get-api-session",
    service: () => cache("GET /api/session"),
  },
  {
    name: "db_dummy is cached, and nothing tells",
    row: "uncached-get-db-dummy",
    service: () => only("GET /db_dummy", (answer) => (answer.delayMs = 0)),
  },
  { name: "2.5 % errors of db_dummy", row: "errors-get-db-dummy", service: () => every("GET /db_dummy", 40, fail) },
  {
    name: "2.5 % errors of operations",
    row: "errors-post-operation",
    service: () => every("POST /operation", 40, fail),
  },
  { name: "3 % of sessions cannot be deleted", row: "errors-delete-api-session-id", service: () => failingDeletes() },
  { name: "3 % of sessions cannot be created", row: "errors-post-api-session", service: () => failingPosts() },
  {
    name: "one of seven customers is slow",
    row: "p90-get-api-customer-id",
    service: () => every("GET /api/customer/{id}", 7, (answer) => (answer.delayMs = 2500)),
  },
  { name: "429 below the peak rate", row: "peak", service: () => limited(12) },
  {
    name: "the list of customers fails",
    row: "errors-get-api-customer",
    service: () => only("GET /api/customer", fail),
  },
  { name: "a session is there after two seconds", row: "created-visible", service: () => lateSessions() },
  {
    name: "DELETE deletes nothing",
    row: "deleted-gone",
    service: () => ({ instead: ({ endpoint }) => (endpoint.startsWith("DELETE") ? reply(200, "OK") : undefined) }),
  },
  { name: "one of twenty created sessions is lost", row: "sessions-kept", service: () => lostSessions() },
  { name: "http redirects to https", row: "http", edge: { http: "return 301 https://$host$request_uri;" } },
  { name: "https does not answer", row: "https", edge: { noTls: true } },
  { name: "the certificate is for another name", row: "domain", edge: { certificate: "other" } },
  { name: "no HTTP/3", row: "http3", edge: { noQuic: true } },
  { name: "HTTP/3 is not announced", row: "http3-announced", edge: { altSvc: false } },
  { name: "the clock is wrong", row: "clock", service: () => wrongClock() },
  {
    name: "long_dummy is 90 s old",
    row: "long-dummy-age",
    service: () => only("GET /long_dummy", (answer) => (answer.body = { made_at: new Date(Date.now() - 90_000) })),
  },
  {
    name: "long_dummy is 90 s old and says so in its header only",
    row: "long-dummy-age",
    service: () =>
      only("GET /long_dummy", (answer) => {
        answer.body = "done";
        answer.headers["Age"] = "90";
      }),
  },
  {
    name: "every third long_dummy is slow",
    row: "long-dummy-fast",
    service: () => every("GET /long_dummy", 3, (answer) => (answer.delayMs = 1300)),
  },
  { name: "a movie is missing", row: "data-movies", service: () => without("GET /api/movie", 30) },
  { name: "customers are missing", row: "data-customers", service: () => without("GET /api/customer", 3) },
  {
    name: "every fifth session was deleted",
    row: "data-sessions",
    service: () => ({
      instead: ({ endpoint, id }, { sessions }) => {
        if (endpoint === "GET /ping") for (let gone = 5; gone <= 200; gone += 5) sessions.delete(gone);
        return endpoint === "GET /api/session/{id}" && id <= 200 && id % 5 === 0 ? reply(404, "") : undefined;
      },
    }),
  },
  {
    name: "movies have other names by their ids",
    row: "data-unchanged",
    service: () => ({
      change: ({ endpoint, id }, answer) => {
        if (endpoint === "GET /api/movie/{id}" && id > 15)
          answer.body = { ...(answer.body as object), name: "Changed" };
      },
    }),
  },
  {
    name: "a customer changes during the loads",
    row: "data-unchanged",
    service: () => ({
      change: ({ endpoint, count }, answer) => {
        // The first two times are before the loads.
        if (endpoint !== "GET /api/customer" || count <= 2) return;
        answer.body = (answer.body as object[]).map((row, n) => (n === 5 ? { ...row, surname: "Changed" } : row));
      },
    }),
  },
];

export function only(endpoint: string, change: (answer: Reply) => unknown): Fault {
  return {
    change: (asked, answer) => {
      if (asked.endpoint === endpoint) change(answer);
    },
  };
}

export function every(endpoint: string, n: number, change: (answer: Reply) => unknown): Fault {
  return {
    change: (asked, answer) => {
      if (asked.endpoint === endpoint && asked.count % n === 0) change(answer);
    },
  };
}

export function fail(answer: Reply): void {
  answer.status = 500;
  answer.body = "I feel bad.";
}

export function headers(endpoint: string, added: Readonly<Record<string, string>>): Fault {
  return only(endpoint, (answer) => Object.assign(answer.headers, added));
}

/** Answers the same again to the same address. */
export function cache(endpoint: string): Fault {
  const kept = new Map<string, Reply>();
  return {
    instead: (asked) => (asked.endpoint === endpoint ? kept.get(asked.url) : undefined),
    change: (asked, answer) => {
      if (asked.endpoint === endpoint && answer.status === 200) kept.set(asked.url, answer);
    },
  };
}

/** Creates none, and says so. */
function failingPosts(): Fault {
  return {
    instead: ({ endpoint, count }) =>
      endpoint === "POST /api/session" && count % 33 === 0 ? reply(500, "") : undefined,
  };
}

function failingDeletes(): Fault {
  const failed = new Set<number>();
  return {
    instead: ({ endpoint, id, count }) => {
      // A second attempt for the same session succeeds: it shall not be left over.
      if (!endpoint.startsWith("DELETE") || count % 33 !== 0 || failed.has(id)) return undefined;
      failed.add(id);
      return reply(500, "");
    },
  };
}

/** Each of these is asked by the mixed loads within this time, and by no other step. */
const MIXED = ["GET /ping", "GET /db_dummy", "POST /operation"];
const MIXED_WITHIN_MS = 2500;

/**
 * A leaky bucket that only mixed loads fill: steps that ask one thing after the other are as fast as the machine, and a
 * quick one would meet a limit for all.
 */
function limited(perSecond: number): Fault {
  // Full after two seconds at the peak rate; at the sustained rate, late requests that come together have room.
  const capacity = 14;
  // Then it refuses no more: the sustained load, which follows at once, shall not meet a full bucket.
  let toRefuse = 5;
  const askedAt = new Map<string, number>();
  let level = 0;
  let at = Date.now();
  return {
    instead: ({ endpoint }) => {
      const now = Date.now();
      askedAt.set(endpoint, now);
      if (MIXED.some((each) => now - (askedAt.get(each) ?? 0) > MIXED_WITHIN_MS)) return undefined;
      level = Math.max(0, level - ((now - at) / 1000) * perSecond);
      at = now;
      if (level + 1 > capacity && toRefuse > 0) {
        toRefuse--;
        return reply(429, "");
      }
      level++;
      return undefined;
    },
  };
}

/** Those of users who look at once; not of the loads, after which everything is there. */
export function lateSessions(): Fault {
  const createdAt = new Map<number, number>();
  return {
    instead: ({ endpoint, id }) => {
      const early = endpoint === "GET /api/session/{id}" && Date.now() - (createdAt.get(id) ?? 0) < 2000;
      return early ? reply(404, "Not found.") : undefined;
    },
    change: ({ endpoint, count }, answer) => {
      if (endpoint === "POST /api/session" && count <= 4) createdAt.set((answer.body as { id: number }).id, Date.now());
    },
  };
}

function lostSessions(): Fault {
  return {
    change: ({ endpoint, count }, answer, { sessions }) => {
      if (endpoint !== "POST /api/session" || count % 20 !== 0) return;
      const { id } = answer.body as { id: number };
      setTimeout(() => sessions.delete(id), 1000);
    },
  };
}

export function wrongClock(): Fault {
  return {
    change: (_: Asked, answer: Reply) => {
      answer.headers["Date"] = new Date(Date.now() - WRONG_CLOCK_MS).toUTCString();
    },
  };
}

function without(endpoint: string, id: number): Fault {
  return only(endpoint, (answer) => {
    answer.body = (answer.body as { id: number }[]).filter((row) => row.id !== id);
  });
}
