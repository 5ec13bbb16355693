import type { RequestListener } from "node:http";
import { openLoop, type Load } from "../../../proof/load/open-loop";
import { get } from "../../../proof/load/request";
import { summarize } from "../../../proof/load/statistics";
import { LocalServer } from "../../support/local-server";

// Moments count here, and a machine may have none to spare; a wrong schedule fails each time.
jest.retryTimes(3);

let server: LocalServer;

afterEach(() => server.stop());

const PING = { next: () => get("GET /ping") };

const pong: RequestListener = (_, response) => {
  response.end("pong");
};

async function loaded(
  listener: RequestListener,
  load: Omit<Load, "target" | "source"> & Partial<Load>,
  target: Partial<Load["target"]> = {},
): ReturnType<typeof openLoop> {
  server = await LocalServer.start(listener);
  return openLoop({ source: PING, ...load, target: { url: server.url, ...target } });
}

describe("openLoop", () => {
  it("sends at the ordered rate from the first to the last, without drift", async () => {
    const { samples } = await loaded(pong, { rate: 500, durationSeconds: 2 });
    expect(samples).toHaveLength(1000);
    expect(samples.every(({ good }) => good)).toBe(true);
    expect(samples.map(({ atMs }) => atMs)).toEqual(Array.from({ length: 1000 }, (_, n) => n * 2));
    // A loop that sleeps 2 ms and then sends is a second late by now; a machine that does much besides, less.
    const late = samples.slice(-250).map(({ atMs, sentMs }) => sentMs - atMs);
    expect(Math.min(...late)).toBeGreaterThanOrEqual(0);
    expect(Math.min(...late)).toBeLessThan(400);
  });

  it("shows a stall to all who came meanwhile", async () => {
    const start = Date.now();
    const stalls: RequestListener = (_, response) => {
      const age = Date.now() - start;
      const wait = age >= 1000 && age < 2000 ? 2000 - age : 0;
      setTimeout(() => response.end("pong"), wait);
    };
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
    const slow: RequestListener = (_, response) => {
      setTimeout(() => response.end("pong"), 1500);
    };
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
    const { samples } = await openLoop({ target, rate: 10, durationSeconds: 0.5, source: PING });
    expect(samples.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect([...hosts]).toEqual([`bingo.test:${server.port}`]);
  });

  it("tells what went wrong", async () => {
    const listener: RequestListener = ({ url }, response) => {
      if (url === "/ping") response.writeHead(503).end();
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
    });
    expect(refused.map(({ error }) => error)).toEqual(["ECONNREFUSED"]);
  });

  it("asks no more when it has enough, and counts what is still under way", async () => {
    const enough = new AbortController();
    setTimeout(() => {
      enough.abort();
    }, 300);
    const slow: RequestListener = (_, response) => {
      setTimeout(() => response.end("pong"), 400);
    };
    const { samples, interrupted } = await loaded(slow, { rate: 100, durationSeconds: 5, enough: enough.signal });
    expect(interrupted).toBe(false);
    expect(samples.length).toBeGreaterThan(10);
    expect(samples.length).toBeLessThan(100);
    expect(samples.every(({ good, atMs }, index) => good && atMs === index * 10)).toBe(true);
  });

  it("ends at once when it is told to, with what it saw so far", async () => {
    const stop = new AbortController();
    const never: RequestListener = (_, response) => {
      if (server.peak < 20) response.end("pong");
    };
    setTimeout(() => {
      stop.abort();
    }, 1000);
    const before = Date.now();
    const { samples, interrupted } = await loaded(never, { rate: 50, durationSeconds: 60, signal: stop.signal });
    expect(Date.now() - before).toBeLessThan(1500);
    expect(interrupted).toBe(true);
    expect(samples.length).toBeGreaterThan(30);
    expect(samples.every(({ good }) => good)).toBe(true);
  });
});
