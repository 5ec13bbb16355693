import type { IncomingMessage, ServerResponse } from "node:http";
import { LocalServer } from "./local-server";

/** In its config. */
export const EMAIL = "student@example.org";

export const ROWS = { customers: 40, movies: 30, sessions: 200 };

interface Session {
  readonly id: number;
  readonly customer: number;
  readonly movie: number;
}

/** An answer of the service. */
export interface Reply {
  status: number;
  body: unknown;
  headers: Record<string, string>;
  /** Until it is sent. */
  delayMs: number;
}

/** What a request is about. */
export interface Asked {
  readonly endpoint: string;
  readonly id: number;
  readonly url: string;
  readonly body: string;
  /** Counted for each endpoint, from 1. */
  readonly count: number;
}

/** What is wrong with a service. Each method leaves out what is as it should be. */
export interface Fault {
  /** Answers in place of the service. */
  instead?(asked: Asked, service: StandInServer): Reply | undefined;
  /** Changes an answer of the service. */
  change?(asked: Asked, reply: Reply, service: StandInServer): void;
}

export function reply(status: number, body: unknown): Reply {
  return { status, body, headers: {}, delayMs: 0 };
}

const SLEEP_MS = 100;
const LONG_DUMMY_MADE_ANEW_MS = 10_000;

/** bingo as the checker knows it, in memory, with few rows. */
export class StandInServer {
  readonly sessions = new Map<number, Session>();
  private readonly counts = new Map<string, number>();
  private next = ROWS.sessions;
  private madeAt = Date.now();
  private server: LocalServer | undefined;

  constructor(private readonly fault: Fault = {}) {
    for (let id = 1; id <= ROWS.sessions; id++) this.sessions.set(id, session(id, id));
  }

  async start(): Promise<void> {
    this.server = await LocalServer.start((request, response) => {
      this.serve(request, response);
    });
  }

  get port(): number {
    if (!this.server) throw new Error("the stand-in server is not started");
    return this.server.port;
  }

  async stop(): Promise<void> {
    await this.server?.stop();
  }

  /** What the service itself answers. */
  answer({ endpoint, id, body }: Asked): Reply {
    switch (endpoint) {
      case "GET /":
      case "POST /":
        return reply(200, "Hi.");
      case "GET /ping":
        return reply(200, "pong");
      case "GET /config":
        return reply(200, `student_email: ${EMAIL}\npostgres_cluster:\n  user: bingo\n  password: secret\n`);
      case "POST /operation":
        return reply(200, "OK");
      case "GET /db_dummy":
        return { ...reply(200, "OK"), delayMs: SLEEP_MS };
      case "GET /long_dummy":
        if (Date.now() - this.madeAt > LONG_DUMMY_MADE_ANEW_MS) this.madeAt = Date.now();
        return reply(200, { made_at: new Date(this.madeAt).toISOString() });
      case "GET /api/movie":
        return reply(200, upTo(ROWS.movies, movie));
      case "GET /api/customer":
        return reply(200, upTo(ROWS.customers, customer));
      case "GET /api/session":
        return reply(200, [...this.sessions.values()].map(joined));
      case "GET /api/movie/{id}":
        return id <= ROWS.movies ? reply(200, movie(id)) : reply(404, "Not found.");
      case "GET /api/customer/{id}":
        return id <= ROWS.customers ? reply(200, customer(id)) : reply(404, "Not found.");
      case "GET /api/session/{id}": {
        const found = this.sessions.get(id);
        return found ? reply(200, joined(found)) : reply(404, "Not found.");
      }
      case "POST /api/session": {
        const { customer_id, movie_id } = JSON.parse(body) as { customer_id: number; movie_id: number };
        const created = { id: ++this.next, customer: customer_id, movie: movie_id };
        this.sessions.set(created.id, created);
        return reply(200, { id: created.id });
      }
      case "DELETE /api/session/{id}":
        this.sessions.delete(id);
        return reply(200, "OK");
      default:
        return reply(404, "Not found.");
    }
  }

  private serve(request: IncomingMessage, response: ServerResponse): void {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const asked = this.asked(request, Buffer.concat(parts).toString("utf8"));
      const answer = this.fault.instead?.(asked, this) ?? this.answer(asked);
      this.fault.change?.(asked, answer, this);
      const text = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body);
      setTimeout(() => response.writeHead(answer.status, answer.headers).end(text), answer.delayMs);
    });
  }

  private asked({ method = "", url = "" }: IncomingMessage, body: string): Asked {
    const [path = ""] = url.split("?");
    const [, list = "", id = ""] = /^(\/api\/\w+)\/(\d+)$/.exec(path) ?? [];
    const endpoint = `${method} ${id === "" ? path : `${list}/{id}`}`;
    const count = (this.counts.get(endpoint) ?? 0) + 1;
    this.counts.set(endpoint, count);
    return { endpoint, id: Number(id), url, body, count };
  }
}

function upTo<T>(count: number, row: (id: number) => T): T[] {
  return Array.from({ length: count }, (_, n) => row(n + 1));
}

function session(id: number, n: number): Session {
  return { id, customer: 1 + (n % ROWS.customers), movie: 1 + (n % ROWS.movies) };
}

function joined({ id, customer: customerId, movie: movieId }: Session): unknown {
  return { id, start_time: "2020-01-01T00:00:00Z", customer: customer(customerId), movie: movie(movieId) };
}

function customer(id: number): unknown {
  return {
    id,
    name: "Anna",
    surname: `Number ${id}`,
    birthday: "1990-01-01T00:00:00Z",
    email: `anna.${id}@example.com`,
  };
}

function movie(id: number): unknown {
  return { id, name: `The Red Bridge ${id}`, year: 2000, duration: 90 };
}
