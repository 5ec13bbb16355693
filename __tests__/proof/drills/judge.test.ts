import type { Sample } from "../../../proof/load/history";
import type { Attempt } from "../../../proof/drills/events/access-log";
import type { Drill, Limits } from "../../../proof/drills/drill";
import { judgeDrill } from "../../../proof/drills/judge";
import { noDeathOfAge, oneInstanceTouched } from "../../../proof/drills/requirements";
import { attempt, FAILED, FIRST, INJECTED, drillRun, samples, SECOND } from "../../support/drill-run";

const LIMITS: Limits = { failed: { 60: 0, 120: 0.01 }, recoverySeconds: 10, recoveryFrom: "failure" };

function drill(limits: Partial<Limits> = {}): Drill {
  const fault = { inject: () => Promise.resolve(), lastsSeconds: 0 };
  return { id: "panic-operation", name: "test", hypothesis: "", fault, limits: { ...LIMITS, ...limits } };
}

/** The names of the checks that did not hold. */
function missed(of: Parameters<typeof drillRun>[0], limits: Partial<Limits> = {}, rate: 60 | 120 = 60): string[] {
  return judgeDrill(drill(limits), rate, drillRun(of)).checks.flatMap(({ name, pass }) => (pass ? [] : [name]));
}

describe("judgeDrill", () => {
  it("fails a run in which nobody knows what a machine did", () => {
    expect(missed({ unreadJournals: ["app-1: nothing heard for 120 s"] })).toEqual(["journals read"]);
  });

  it("passes a fault that no user noticed, and says what was measured", () => {
    const verdict = judgeDrill(drill(), 60, drillRun({}));
    expect(verdict).toMatchObject({ pass: true, requests: 100, failed: 0, worstMs: 5, outageSeconds: 0 });
    expect(verdict.recoverySeconds).toBeCloseTo(1.49);
    expect(verdict.checks.map(({ measured }) => measured)).toEqual([
      "0 of 30 failed",
      "0 of 100",
      "1.5 s",
      "8 created, 0 lost, 0 doubled",
    ]);
  });

  it("allows no failed request at 60 RPS, and the share at 120", () => {
    const one = { samples: samples({ 50: FAILED }) };
    const two = { samples: samples({ 50: FAILED, 52: { ...FAILED, endpoint: "POST /api/session", latencyMs: 700 } }) };
    expect(missed(one)).toEqual(["failed requests"]);
    expect(missed(one, {}, 120)).toEqual([]);
    expect(missed(two, {}, 120)).toEqual(["failed requests"]);
    expect(judgeDrill(drill(), 60, drillRun(two))).toMatchObject({
      failed: 2,
      failedByEndpoint: { "GET /ping": 1, "POST /api/session": 1 },
      failedByCode: { 502: 2 },
      worstMs: 700,
      worstEndpoint: "POST /api/session",
      outageSeconds: 0.9,
    });
  });

  it("excuses a few creations that were in the dying process, and nothing else", () => {
    const lost = (count: number, of: Partial<Attempt> = {}) => ({
      samples: samples(Object.fromEntries(Array.from({ length: count }, (_, index) => [50 + index, FAILED]))),
      attempts: [
        ...Array.from({ length: count }, () => ({
          ...attempt(INJECTED + 10, false),
          endpoint: "POST /api/session",
          only: true,
          ...of,
        })),
        attempt(INJECTED + 1500, true),
      ],
    });
    expect(missed(lost(1))).toEqual([]);
    expect(missed(lost(4))).toEqual(["creations in the dying process"]);
    expect(missed(lost(1, { only: false }))).toEqual(["failed requests"]);
    expect(missed(lost(1, { endpoint: "GET /ping" }))).toEqual(["failed requests"]);
    expect(missed(lost(1, { status: 500 }))).toEqual(["failed requests"]);
    expect(missed(lost(3, { status: 500 }), { lostCreations: 3 })).toEqual([]);
    expect(missed(lost(4, { status: 500 }), { lostCreations: 3 })).toEqual(["creations in the dying process"]);
    const [, failed] = judgeDrill(drill(), 60, drillRun(lost(1))).checks;
    expect(failed?.measured).toBe("1 of 100 (1.00 %), 1 of them in the dying process");
  });

  it("excuses a few requests that met the closing of a connection, where the edge closes some, and nothing else", () => {
    const closed = { status: 0, error: "UND_ERR_SOCKET", good: false };
    const met = (count: number, of: Partial<Sample> = {}) => ({
      samples: samples(
        Object.fromEntries(Array.from({ length: count }, (_, index) => [50 + index, { ...closed, ...of }])),
      ),
    });
    const limits = { closesConnections: true };
    expect(missed(met(1), limits)).toEqual([]);
    expect(missed(met(4), limits)).toEqual(["requests into a closing connection"]);
    expect(missed(met(1))).toEqual(["failed requests"]);
    expect(missed(met(1, { error: "ETIMEDOUT" }), limits)).toEqual(["failed requests"]);
    expect(missed(met(1, { status: 200 }), limits)).toEqual(["failed requests"]);
    expect(missed({ samples: samples({ 10: closed }) }, limits)).toEqual(["steady before", "failed requests"]);
    const [, failed] = judgeDrill(drill(limits), 60, drillRun(met(1))).checks;
    expect(failed?.measured).toBe("1 of 100 (1.00 %), 1 of them into a closing connection");
  });

  it("does not count what was meant to kill", () => {
    expect(missed({ samples: samples({ 50: { ...FAILED, poisoned: true } }) })).toEqual([]);
  });

  it("takes any number of failures for an outage, but not before it began", () => {
    const limits = { failed: "outage" } as const;
    expect(missed({ samples: samples({ 50: FAILED, 51: FAILED }) }, limits)).toEqual([]);
    expect(missed({ samples: samples({ 10: FAILED }) }, limits)).toEqual(["steady before"]);
  });

  it("is not content with a load that never ran", () => {
    expect(missed({ samples: [] })).toEqual(["steady before", "failed requests"]);
  });

  it("wants it back in time, counted from the failure or from the mending", () => {
    const late = { attempts: [attempt(INJECTED, false), attempt(INJECTED + 11_000, true)] };
    const serves = (from: string): string[] => [`serves again after the ${from}`];
    expect(missed(late)).toEqual(serves("failure"));
    const healed = { ...late, marks: { healed: INJECTED + 8000 } };
    expect(missed(healed, { recoveryFrom: "heal" })).toEqual([]);
    expect(missed(healed, { recoveryFrom: "heal", recoverySeconds: 2 })).toEqual(serves("mending"));
  });

  it("counts what fails after the mending, as an instance that is recycled, from its own begin", () => {
    const recycled = [attempt(INJECTED + 11_000, false), attempt(INJECTED + 11_300, true)];
    const run = drillRun({ attempts: recycled, marks: { healed: INJECTED + 500 } });
    expect(judgeDrill(drill({ recoveryFrom: "heal" }), 60, run).recoverySeconds).toBeCloseTo(0.3);
  });

  it("says so when it did not come back", () => {
    const away = { attempts: [attempt(INJECTED, false)] };
    expect(missed(away)).toEqual(["serves again after the failure"]);
    expect(judgeDrill(drill(), 60, drillRun(away)).recoverySeconds).toBeUndefined();
    const never = { ...drillRun({}), marks: { injected: INJECTED } };
    expect(judgeDrill(drill(), 60, never).pass).toBe(false);
  });

  it("counts the slowest of several", () => {
    const attempts = [attempt(INJECTED, false), attempt(INJECTED + 1000, true)];
    const other = [attempt(INJECTED + 2000, false, SECOND), attempt(INJECTED + 5000, true, SECOND)];
    expect(judgeDrill(drill(), 60, drillRun({ attempts: [...attempts, ...other] })).recoverySeconds).toBe(3);
  });

  it.each([
    ["one is lost", { lost: [7] }],
    ["one is there twice", { doubled: 1 }],
    ["none could be looked for", { identified: 0 }],
  ])("misses sessions when %s", (_, ledger) => {
    expect(missed({ ledger })).toEqual(["sessions kept"]);
  });

  it("lists what happened in order, with names in place of addresses", () => {
    const events = [{ at: INJECTED + 500, machine: "app-1", source: "docker", text: "bingo-1 start" }];
    expect(
      judgeDrill(drill(), 60, drillRun({ events })).timeline.map(
        ({ atSeconds, who, text }) => `${atSeconds} ${who}: ${text}`,
      ),
    ).toEqual([
      "3 drill: broke it",
      "3.01 edge: bingo-1 on app-1 fails",
      "3.5 app-1 docker: bingo-1 start",
      "4.5 edge: bingo-1 on app-1 answers again; 1 attempts at bingo-1 on app-1 failed (1 × 502)",
      "7 drill: all serve again",
    ]);
  });
});

describe("oneInstanceTouched", () => {
  it.each([
    ["none", [], false],
    ["one", [FIRST], true],
    ["two", [FIRST, SECOND], false],
  ])("of %s", (_, touched, pass) => {
    const attempts = touched.map((instance) => attempt(INJECTED + 1, false, instance));
    expect(oneInstanceTouched(drillRun({ attempts })).map((check) => check.pass)).toEqual([pass]);
  });

  it.each([
    ["which users may miss", [], "bingo-1 oom", true],
    ["which users met too", [FIRST], "bingo-1 unhealthy", true],
    ["beside which users met another one", [SECOND], "bingo-1 oom", false],
  ])("of one that Docker reports, %s", (_, touched, text, pass) => {
    const attempts = touched.map((instance) => attempt(INJECTED + 1, false, instance));
    const events = [{ at: INJECTED, machine: "app-1", source: "docker", text }];
    expect(oneInstanceTouched(drillRun({ attempts, events })).map((check) => check.pass)).toEqual([pass]);
  });
});

describe("noDeathOfAge", () => {
  const event = (source: string, machine: string, text: string) => ({ at: INJECTED, machine, source, text });
  const recycled = ["app-1", "app-2"].flatMap((machine) =>
    ["bingo-1", "bingo-2"].flatMap((name) => [
      event("recycle", machine, `${name}: recycled at the age of 60 s`),
      event("docker", machine, `${name} kill`),
      event("docker", machine, `${name} die with status ${name === "bingo-1" ? "137" : "0"}`),
    ]),
  );

  it("passes when every instance was recycled", () => {
    expect(noDeathOfAge(drillRun({ events: recycled })).map(({ pass }) => pass)).toEqual([true, true]);
  });

  it.each([
    "bingo-1 die with status 0",
    "bingo-1 die with status 2",
    "bingo-1 oom",
    "bingo-1 health_status: unhealthy",
  ])("sees %s", (text) => {
    const later = { ...event("docker", "app-1", text), at: INJECTED + 20_000 };
    const events = [...recycled, later];
    expect(noDeathOfAge(drillRun({ events })).map(({ pass }) => pass)).toEqual([false, true]);
  });

  it("sees that one was never recycled", () => {
    expect(noDeathOfAge(drillRun({ events: recycled.slice(3) })).map(({ pass }) => pass)).toEqual([true, false]);
  });
});
