import type { RequestListener } from "node:http";
import { closedLoop, type ClosedLoad } from "../../../proof/load/closed-loop";
import type { History } from "../../../proof/load/history";
import { get, poison } from "../../../proof/load/request";
import { summarize } from "../../../proof/load/statistics";
import { throughput, worstThroughput } from "../../../proof/load/throughput";
import { FakeClock } from "../../support/fake-clock";
import { LocalServer } from "../../support/local-server";
import { Traffic } from "../../support/traffic";

let server: LocalServer;
let traffic: Traffic;
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

/** Answers after so many seconds. */
function pongAfter(seconds: () => number): RequestListener {
  return (_, response) => {
    void traffic.hold(clock.pause(seconds())).then(() => response.end("pong"));
  };
}

async function loaded(listener: RequestListener, load: Partial<ClosedLoad> = {}): Promise<History> {
  server = await LocalServer.start(listener);
  const common = { connections: 20, durationSeconds: 2, source: PING, clock };
  return closedLoop({ ...common, ...load, target: { url: server.url } });
}

describe("closedLoop", () => {
  it("keeps so many requests under way, and so takes what the service gives", async () => {
    const history = await loaded(pongAfter(() => 0.1));
    expect(server.peak).toBe(20);
    expect(server.connections).toBeLessThan(40);
    // Of twenty connections, each gets ten answers a second.
    expect(history.samples).toHaveLength(400);
    expect(history.rate).toBe(200);
    expect(summarize(history.samples).percentile(90)).toBeCloseTo(100, 0);
  });

  it("waits for the last answers", async () => {
    const { samples } = await loaded(
      pongAfter(() => 1.5),
      { connections: 1 },
    );
    expect(samples.map(({ sentMs, latencyMs }) => [sentMs, latencyMs])).toEqual([
      [0, 1500],
      [1500, 1500],
    ]);
  });

  it("does not flood a service that refuses connections", async () => {
    const { url } = (server = await LocalServer.start((_, response) => response.end()));
    await server.stop();
    const { samples } = await closedLoop({
      target: { url },
      connections: 2,
      durationSeconds: 1,
      source: PING,
      clock,
    });
    expect(samples.length).toBeLessThanOrEqual(20);
    expect(samples.every(({ error }) => error === "ECONNREFUSED")).toBe(true);
  });

  it("ends at once when it is interrupted, and leaves out what is under way", async () => {
    const interrupt = new AbortController();
    void clock.pause(0.25).then(() => {
      interrupt.abort();
    });
    const { samples, interrupted } = await loaded(
      pongAfter(() => 0.1),
      { signal: interrupt.signal },
    );
    expect(interrupted).toBe(true);
    expect(samples).toHaveLength(40);
  });
});

describe("throughput", () => {
  it("counts good answers, by the moment at which they came", async () => {
    let sent = 0;
    const stand = pongAfter(() => 0.1);
    const bad: RequestListener = (_, response) => response.writeHead(500).end();
    const inTurn: RequestListener = (request, response) => {
      (++sent % 2 === 0 ? bad : stand)(request, response);
    };
    const history = await loaded(inTurn, { connections: 1 });
    // The twentieth comes at the end of the last second.
    expect(throughput(history)).toBe(9.5);
  });

  it("leaves out poisoned requests", async () => {
    const source = { next: () => poison("panic") };
    const history = await loaded(
      pongAfter(() => 0.1),
      { source },
    );
    expect(throughput(history)).toBe(0);
  });

  it("finds the worst window", async () => {
    const start = clock.now();
    const stalls = pongAfter(() => {
      const age = clock.now() - start;
      return age >= 2000 && age < 4000 ? (4000 - age) / 1000 : 0.1;
    });
    const history = await loaded(stalls, { durationSeconds: 6 });
    expect(worstThroughput(history, 1)).toBe(0);
    expect(worstThroughput(history, 3)).toBeLessThan(100);
    expect(worstThroughput(history, 60)).toBe(throughput(history));
  });
});
