import { poison, type Poison } from "../../proof/load/request";
import { cache, every, fail, headers, lateSessions, only, wrongClock } from "./acceptance-faults";
import type { Service } from "./judged-services";
import type { Fault, Reply } from "./stand-in-server";

/** A service with one thing wrong, and the rows of the checker's page that have to say so. */
export interface Flawed extends Service {
  readonly rows: readonly string[];
  /** What the first of these rows says of it. */
  readonly says: RegExp;
}

const EACH_LOOK = ["clock-cache-1", "clock-cache-2"] as const;

export const FLAWED: readonly Flawed[] = [
  {
    name: "the root takes no POST",
    rows: ["started"],
    says: /^root 1 of 2 requests failed \(expected at most 0\); POST \/: status 405$/,
    service: () => only("POST /", (answer) => (answer.status = 405)),
  },
  {
    name: "every third ping fails",
    rows: ["alive"],
    says: /GET \/ping: status 500$/,
    service: () => every("GET /ping", 3, fail),
  },
  {
    name: "the config has another e-mail",
    rows: ["email"],
    says: /expected student@example\.org, found somebody@example\.org$/,
    service: () => only("GET /config", (answer) => (answer.body = "student_email: somebody@example.org\n")),
  },
  {
    name: "there is no config to be seen",
    rows: ["email"],
    says: /GET \/config: 404$/,
    service: () => only("GET /config", (answer) => (answer.status = 404)),
  },
  { name: "the clock is wrong", rows: EACH_LOOK, says: /^clock [4-6]\S* s off/, service: () => wrongClock() },
  {
    name: "sessions by id are cached, and nothing tells",
    rows: EACH_LOOK,
    says: /GET \/api\/session\/\{id\}: \d+ deleted sessions were served/,
    service: () => cache("GET /api/session/{id}"),
  },
  {
    name: "movies by id are cached, as headers tell",
    rows: EACH_LOOK,
    says: /GET \/api\/movie\/\{id\}: header X-Cache-Status: HIT/i,
    service: () => headers("GET /api/movie/{id}", { "X-Cache-Status": "HIT" }),
  },
  {
    name: "db_dummy is cached, and nothing tells",
    rows: EACH_LOOK,
    says: /GET \/db_dummy: an answer in less than the 100 ms of its query/,
    service: () => only("GET /db_dummy", (answer) => (answer.delayMs = 0)),
  },
  {
    name: "the list of customers fails",
    rows: ["list-get-api-customer"],
    says: /^errors 100 % \(expected at most 1\)/,
    service: () => only("GET /api/customer", fail),
  },
  {
    name: "the list of movies is empty",
    rows: ["list-get-api-movie"],
    says: /^rows 0 \(expected at least 1\)/m,
    service: () => only("GET /api/movie", (answer) => (answer.body = [])),
  },
  {
    name: "db_dummy is slow",
    rows: ["load-get-db-dummy"],
    says: /^p90 \d{4} ms \(expected at most 3000\)$/m,
    service: () => only("GET /db_dummy", (answer) => (answer.delayMs = 3200)),
  },
  {
    name: "one of twenty customers fails",
    rows: ["load-get-api-customer-id"],
    says: /^errors [45]\S* % \(expected at most 1\); \d+ of \d+, \d+ × 500$/m,
    service: () => every("GET /api/customer/{id}", 20, fail),
  },
  {
    name: "movies are refused below the peak rate",
    rows: ["load-get-api-movie-id"],
    says: /\d+ × 429/,
    service: () => ({
      change: ({ endpoint, id, count }, answer) => {
        // The first is what the row of https asks for.
        if (endpoint === "GET /api/movie/{id}" && id !== 1 && count % 2 === 0) answer.status = 429;
      },
    }),
  },
  {
    name: "one of ten sessions is not created",
    rows: ["post-session"],
    says: /^errors \S+ % \(expected at most 1\)/m,
    service: () => every("POST /api/session", 10, fail),
  },
  {
    name: "a session is there after two seconds",
    rows: ["post-session"],
    says: /^there at once \d not found \(expected at most 0\)/m,
    service: () => lateSessions(),
  },
  {
    name: "operations are slow",
    rows: ["operation", "fault-1", "fault-2", "fault-3"],
    says: /^p90 \d{4} ms \(expected at most 3000\)$/m,
    service: () => only("POST /operation", (answer) => (answer.delayMs = 3200)),
  },
  ...(["panic", "leak", "sick"] as const).map((kind, n): Flawed => ({
    name: `users get errors for half a second after a ${kind}`,
    rows: [`fault-${n + 1}`],
    says: /^errors \S+ % \(expected at most 1\)/m,
    service: () => after(kind, 500, fail),
  })),
  {
    name: "users wait after a panic",
    rows: ["fault-1"],
    says: /^throughput in the worst 5 s \S+\/s \(expected at least 6\); the dangerous operation: status 200$/m,
    service: () => after("panic", 1400, (answer) => (answer.delayMs = 6000)),
  },
  {
    name: "https does not answer",
    rows: ["https"],
    says: /^https 3 of 3 requests failed \(expected at most 0\)/,
    edge: { noTls: true },
  },
  {
    name: "every third long_dummy is slow",
    rows: ["long-dummy"],
    says: /^in less than 1 s 6\d\S* % \(expected at least 75\)/,
    service: () => every("GET /long_dummy", 3, (answer) => (answer.delayMs = 1300)),
  },
  {
    name: "long_dummy is 90 s old",
    rows: ["long-dummy"],
    says: /^oldest answer [89]\d\S* s \(expected at most 60\)/m,
    service: () => only("GET /long_dummy", (answer) => (answer.body = { made_at: new Date(Date.now() - 90_000) })),
  },
];

/** Changes the answers to operations for a while after a dangerous one. */
function after(kind: Poison, forMs: number, change: (answer: Reply) => unknown): Fault {
  const { body } = poison(kind);
  let until = 0;
  return {
    instead: (asked) => {
      if (asked.body === body) until = Date.now() + forMs;
      return undefined;
    },
    change: (asked, answer) => {
      if (asked.endpoint === "POST /operation" && asked.body !== body && Date.now() < until) change(answer);
    },
  };
}
