import { once } from "node:events";
import type { RequestListener } from "node:http";
import { openLoop, type Load } from "../../../proof/load/open-loop";
import { get } from "../../../proof/load/request";
import { summarize } from "../../../proof/load/statistics";
import { FakeClock } from "../../support/fake-clock";
import { LocalServer } from "../../support/local-server";
import { Traffic } from "../../support/traffic";

let server: LocalServer;
let traffic: Traffic;
/** Stands still while a request or an answer is on its way: only what the service does takes time. */
let clock: FakeClock;

beforeEach(() => {
  traffic = new Traffic();
  clock = new FakeClock({ idle: () => traffic.settled });
});

afterEach(async () => {
  traffic.close();
  await server.stop();
});

const PING = { next: () => get("GET /ping") };

const pong: RequestListener = (_, response) => {
  response.end("pong");
};

/** Answers after so many seconds. */
function pongAfter(seconds: () => number): RequestListener {
  return (_, response) => {
    void traffic.hold(clock.pause(seconds())).then(() => response.end("pong"));
  };
}

/** Gives no answer, until the client goes away. */
const never: RequestListener = (_, response) => {
  void traffic.hold(once(response, "close"));
};

async function loaded(
  listener: RequestListener,
  load: Omit<Load, "target" | "source"> & Partial<Load>,
  target: Partial<Load["target"]> = {},
): ReturnType<typeof openLoop> {
  server = await LocalServer.start(listener);
  return openLoop({ source: PING, clock, ...load, target: { url: server.url, ...target } });
}

describe("openLoop", () => {
  it("sends at the ordered rate from the first to the last, without drift", async () => {
    clock = new FakeClock({ idle: () => traffic.settled, lateMs: 1 });
    const { samples } = await loaded(pong, { rate: 500, durationSeconds: 2 });
    expect(samples).toHaveLength(1000);
    expect(samples.every(({ good }) => good)).toBe(true);
    expect(samples.map(({ atMs }) => atMs)).toEqual(Array.from({ length: 1000 }, (_, n) => n * 2));
    // A loop that sleeps 2 ms and then sends is nearly a second late by now.
    const late = samples.slice(-250).map(({ atMs, sentMs }) => sentMs - atMs);
    expect(Math.min(...late)).toBeGreaterThanOrEqual(0);
    expect(Math.min(...late)).toBeLessThan(400);
  });

  it("shows a stall to all who came meanwhile", async () => {
    const start = clock.now();
    const stalls = pongAfter(() => {
      const age = clock.now() - start;
      return age >= 1000 && age < 2000 ? (2000 - age) / 1000 : 0;
    });
    const { samples } = await loaded(stalls, { rate: 100, durationSeconds: 3 });
    const summary = summarize(samples);
    expect(summary.requests).toBe(300);
    // A hundred came in that second and waited 1000, 990, 980… ms. A closed loop sees one slow answer of 200.
    const waited = samples.filter(({ latencyMs }) => latencyMs > 500).length;
    expect(waited).toBeGreaterThanOrEqual(40);
    expect(summary.percentile(90)).toBeGreaterThan(600);
    expect(summary.percentile(50)).toBeLessThan(500);
    expect(summary.percentile(99)).toBeGreaterThan(900);
  });

  it("keeps no arrival waiting for a connection", async () => {
    const slow = pongAfter(() => 1.5);
    const { samples } = await loaded(slow, { rate: 100, durationSeconds: 2 });
    expect(server.peak).toBeGreaterThanOrEqual(120);
    expect(summarize(samples).maxMs).toBeLessThan(2200);
  });

  it("uses connections again, or makes a new one for each request", async () => {
    await loaded(pong, { rate: 100, durationSeconds: 1 });
    expect(server.connections).toBeLessThan(50);
    await server.stop();
    await loaded(pong, { rate: 100, durationSeconds: 1 }, { keepAlive: false });
    expect(server.connections).toBe(100);
  });

  it("connects to the address that it is given, and asks for the URL's host", async () => {
    const hosts = new Set<string | undefined>();
    server = await LocalServer.start((request, response) => {
      hosts.add(request.headers.host);
      response.end();
    });
    const target = { url: `http://bingo.test:${server.port}`, address: "127.0.0.1" };
    const { samples } = await openLoop({ target, rate: 10, durationSeconds: 0.5, source: PING, clock });
    expect(samples.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect([...hosts]).toEqual([`bingo.test:${server.port}`]);
  });

  it("tells what went wrong", async () => {
    const listener: RequestListener = (request, response) => {
      const { url } = request;
      if (url === "/long_dummy") never(request, response);
      else if (url === "/ping") response.writeHead(503).end();
      else if (url === "/db_dummy") response.socket?.destroy();
      else if (url === "/") response.write("half", () => response.socket?.destroy());
    };
    const endpoints = ["GET /ping", "GET /db_dummy", "GET /", "GET /long_dummy"] as const;
    let n = 0;
    const source = { next: () => get(endpoints[n++] ?? "GET /ping") };
    const { samples } = await loaded(
      listener,
      { rate: 10, durationSeconds: 0.4, source },
      {
        timeoutSeconds: 0.3,
      },
    );
    expect(samples.map(({ status, error, good }) => ({ status, error, good }))).toEqual([
      { status: 503, error: undefined, good: false },
      { status: 0, error: "UND_ERR_SOCKET", good: false },
      { status: 200, error: "UND_ERR_SOCKET", good: false },
      { status: 0, error: "ETIMEDOUT", good: false },
    ]);
    await server.stop();
    const { samples: refused } = await openLoop({
      target: { url: server.url },
      rate: 10,
      durationSeconds: 0.1,
      source: PING,
      clock,
    });
    expect(refused.map(({ error }) => error)).toEqual(["ECONNREFUSED"]);
  });

  it("asks no more when it has enough, and counts what is still under way", async () => {
    const enough = new AbortController();
    void clock.pause(0.3).then(() => {
      enough.abort();
    });
    const slow = pongAfter(() => 0.4);
    const { samples, interrupted } = await loaded(slow, { rate: 100, durationSeconds: 5, enough: enough.signal });
    expect(interrupted).toBe(false);
    expect(samples.length).toBeGreaterThan(10);
    expect(samples.length).toBeLessThan(100);
    expect(samples.every(({ good, atMs }, index) => good && atMs === index * 10)).toBe(true);
  });

  it("ends at once when it is told to, with what it saw so far", async () => {
    const stop = new AbortController();
    let asked = 0;
    const hangs: RequestListener = (request, response) => {
      (++asked > 40 ? never : pong)(request, response);
    };
    void clock.pause(1).then(() => {
      stop.abort();
    });
    const before = clock.monotonic();
    const { samples, interrupted } = await loaded(hangs, { rate: 50, durationSeconds: 60, signal: stop.signal });
    expect(clock.monotonic() - before).toBeLessThan(1500);
    expect(interrupted).toBe(true);
    expect(samples.length).toBeGreaterThan(30);
    expect(samples.every(({ good }) => good)).toBe(true);
  });
});
