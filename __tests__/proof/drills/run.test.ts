import type { Fault } from "../../../proof/drills/fault";
import { drills } from "../../../proof/drills/drills";
import { judgeDrill } from "../../../proof/drills/judge";
import { runDrill } from "../../../proof/drills/run";
import { runDrills } from "../../../proof/drills/session";
import { Site } from "../../../proof/drills/site";
import type { DrillResult } from "../../../proof/drills/result";
import { SILENT } from "../../../proof/report/progress";
import { FakeClock } from "../../support/fake-clock";
import { FakeDeployment } from "../../support/fake-deployment";
import { LocalServer } from "../../support/local-server";
import { Traffic } from "../../support/traffic";

const IDS = { customers: [1], movies: [1], sessions: [1] };

let server: LocalServer;
let target: FakeDeployment;
let done: string[];
let traffic: Traffic;
/** Stands still while a request or an answer is on its way. */
let clock: FakeClock;

beforeEach(async () => {
  done = [];
  traffic = new Traffic();
  clock = new FakeClock({ idle: () => traffic.settled });
  // The database of FakeDeployment always has ten rows, so no creation may succeed here.
  server = await LocalServer.start((request, response) => {
    const creates = request.method === "POST" && request.url === "/api/session";
    response.writeHead(creates ? 503 : 200);
    response.end(request.url?.split("/").length === 3 && request.method === "GET" ? '[{"id":1}]' : "{}");
  });
  target = new FakeDeployment(server.url, clock);
});

afterEach(async () => {
  traffic.close();
  await server.stop();
});

/** A fault that says what is done to it. */
function fault(changes: Partial<Fault> = {}): Fault {
  const step = (name: string) => () => {
    done.push(name);
    return Promise.resolve();
  };
  return {
    prepare: step("prepare"),
    inject: step("inject"),
    heal: step("heal"),
    restore: step("restore"),
    lastsSeconds: 0.1,
    ...changes,
  };
}

function drill(changes: Partial<Fault> = {}) {
  const [first] = drills({ quick: true });
  return { ...first, fault: fault(changes) };
}

async function run(changes: Partial<Fault>, signal = new AbortController().signal) {
  const site = await Site.of(target, signal, clock);
  return runDrill(drill(changes), site, { rate: 60, ids: IDS, steadySeconds: 0.3, signal, progress: SILENT });
}

it("breaks under load, mends, and puts everything back", async () => {
  const found = await run({});
  expect(done).toEqual(["prepare", "inject", "heal", "restore"]);
  expect(found.history.samples.length).toBeGreaterThan(20);
  expect(found.marks.healed).toBeGreaterThanOrEqual(found.marks.injected + 100);
  expect(found.marks.recovered).toBeDefined();
  expect(target.lines.at(-1)).toMatch(/systemctl stop bingo-drill-events/);
  expect(judgeDrill(drill(), 60, found).failedByEndpoint).toHaveProperty(["POST /api/session"]);
});

it("begins with instances that its preparation has restarted, however young", async () => {
  await run({});
  const ages = target.lines.flatMap((line) => /age >= (\d+)/.exec(line)?.[1] ?? []);
  expect(ages).toEqual(["11", "11", "0", "0", "4", "4"]);
});

it("does not end before users can have met an instance that has just been recycled", async () => {
  const states = ["app-1 bingo-1 healthy 1 s old", "", "app-1 bingo-1 healthy 3 s old", "", "", ""];
  target.answers.push([/age >= 4/, () => states.shift() ?? ""]);
  await run({});
  expect(states).toEqual([]);
});

it("does not end while an instance is being recycled", async () => {
  const units = ["bingo-recycle@bingo-1.service loaded activating", "", ""];
  target.answers.push([/bingo-recycle@/, () => units.shift() ?? ""]);
  const { history } = await run({});
  expect(units).toEqual([]);
  expect(history.samples.at(-1)?.atMs).toBeGreaterThan(2000);
});

it("mends what was broken when breaking it went wrong in the middle", async () => {
  const inject = (): Promise<void> => Promise.reject(new Error("half broken"));
  await expect(run({ inject })).rejects.toThrow("half broken");
  expect(done).toEqual(["prepare", "heal", "restore"]);
});

it("mends at once when it is interrupted", async () => {
  const interruption = new AbortController();
  const inject = (): Promise<void> => {
    interruption.abort();
    return Promise.resolve();
  };
  const before = clock.now();
  await expect(run({ inject, lastsSeconds: 60 }, interruption.signal)).rejects.toThrow(/abort/);
  expect(done).toEqual(["prepare", "heal", "restore"]);
  expect(clock.now() - before).toBeLessThan(30_000);
});

describe("runDrills", () => {
  async function all(
    changes: Partial<Fault>,
    more: { before?: () => Promise<void> } = {},
  ): Promise<DrillResult | undefined> {
    const options = { steadySeconds: 0.6, signal: new AbortController().signal, progress: SILENT, clock, ...more };
    const [result] = await runDrills(target, [{ drill: drill(changes), rate: 60 }], options);
    return result;
  }

  it("says why a drill is not possible here", async () => {
    expect(await all({ impossible: () => Promise.resolve("no power to switch") })).toMatchObject({
      status: "not measured",
      reason: "no power to switch",
    });
    expect(done).toEqual([]);
  });

  it("says what broke a drill", async () => {
    const prepare = (): Promise<void> => Promise.reject(new Error("app-1: status 1"));
    expect(await all({ prepare })).toMatchObject({ status: "broken", reason: "app-1: status 1" });
  });

  it("runs what comes before a drill", async () => {
    const before = (): Promise<void> => {
      done.push("before");
      return Promise.resolve();
    };
    const prepare = (): Promise<void> => Promise.reject(new Error("enough"));
    await all({ prepare }, { before });
    expect(done[0]).toBe("before");
  });

  it("judges what it saw", async () => {
    const result = await all({});
    expect(result).toMatchObject({ status: "fail", rate: 60 });
    expect(result?.marks?.map(({ text }) => text)).toEqual(["broken", "mended", "back"]);
    expect(result?.slices?.length).toBeGreaterThan(0);
  });
});
