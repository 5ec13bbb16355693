import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FULL_DATA, urlsOf } from "../../../proof/acceptance/subject";
import { readNodeFailures } from "../../../proof/acceptance/drill-report";
import type { LongDummyLook } from "../../../proof/acceptance/facts";
import { conclude, type Verdict } from "../../../proof/acceptance/judge";
import type { Outcome } from "../../../proof/report/conclusion";
import { bounds } from "../../../proof/acceptance/measure/clock";
import { cacheSignsOf } from "../../../proof/acceptance/measure/cache-signs";
import { get } from "../../../proof/load/request";
import { FULL } from "../../../proof/acceptance/plan";
import { chosen, requirements } from "../../../proof/acceptance/requirements";
import type { Reach } from "../../../proof/acceptance/requirements/requirement";

import { run, samples, verdict } from "../../support/acceptance";

const ALL = requirements(FULL, FULL_DATA);

describe("the table", () => {
  it("has rows for every point of the acceptance list, and no id twice", () => {
    expect([...new Set(ALL.map(({ point }) => point))]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(new Set(ALL.map(({ id }) => id)).size).toBe(ALL.length);
  });

  it("gives one row by its id, several by the beginning of theirs, and refuses others", () => {
    const ids = (only?: string[]): string[] => chosen(ALL, only).map(({ id }) => id);
    expect(ids(["http"])).toEqual(["http"]);
    expect(ids(["p90-get-api", "clock"])).toEqual([
      ...["p90-get-api-movie-id", "p90-get-api-customer-id", "p90-get-api-session-id", "clock"],
    ]);
    expect(ids()).toHaveLength(ALL.length);
    expect(() => chosen(ALL, ["speed"])).toThrow(
      "--only speed: expected an id, or the beginning of one, of node-failure",
    );
  });
});

describe("a row", () => {
  it("passes at its limit and fails above, with what was measured", () => {
    const errors = (bad: number): Verdict =>
      verdict("errors-get-db-dummy", {
        runs: [run(samples(200, (n) => (n < bad ? { good: false, status: 500 } : {})))],
      });
    expect(errors(2)).toMatchObject({ outcome: "pass", measured: 1, detail: "2 of 200, 2 × 500" });
    expect(errors(3)).toMatchObject({ outcome: "fail", measured: 1.5 });
  });

  it("is about its endpoint: refusals for load are the load's", () => {
    const refused = samples(120, (n) => (n % 4 === 0 ? { status: 429, good: false } : {}));
    expect(verdict("errors-get-db-dummy", { runs: [run(refused)] }).outcome).toBe("pass");
    expect(verdict("peak", { runs: [run(refused)] })).toMatchObject({ outcome: "fail", measured: 90 });
  });

  it("takes the worst of the loads, and knows nothing where this machine had no time", () => {
    const slow = run(
      samples(100, (n) => (n < 20 ? { latencyMs: 600 } : {})),
      { group: "all endpoints" },
    );
    expect(verdict("p90-get-db-dummy", { runs: [run(samples(100)), slow] }).outcome).toBe("fail");
    const late = run(samples(100, (n) => (n < 20 ? { latencyMs: 600, sentMs: n * 10 + 500 } : {})));
    const { outcome, detail } = verdict("p90-get-db-dummy", { runs: [late] });
    expect(outcome).toBe("not measured");
    expect(detail).toBe("GET /db_dummy alone: this machine had no time and sent 20 of 100 more than 100 ms late");
  });

  it("is open when its measurement was interrupted, with what was seen so far", () => {
    const facts = { runs: [run(samples(10))] };
    const found = verdict("errors-get-db-dummy", facts, { "alone GET /db_dummy": "interrupted" });
    expect(found).toMatchObject({ outcome: "not measured", measured: 0, detail: "interrupted; 0 of 10" });
  });

  it("says who could judge it", () => {
    expect(verdict("node-failure", {}).detail).toContain("npm run drill");
    expect(verdict("data-tables", {}).detail).toBe("needs the machines: --lab");
    expect(verdict("one-command", {}).detail).toBe("not to be seen in what is deployed");
  });
});

describe("the age of /long_dummy", () => {
  const look = (atMs: number, changes: Partial<LongDummyLook>): LongDummyLook => {
    return { atMs, latencyMs: 5, good: true, body: "", ...changes };
  };

  it("is what the answer says, before what its header says", () => {
    const looks = [look(0, { ageSeconds: 61, headerSeconds: 1 }), look(1, { ageSeconds: 3 })];
    expect(verdict("long-dummy-age", { longDummy: looks })).toMatchObject({ outcome: "fail", measured: 61 });
  });

  it("is how long the same body was seen, once it changed", () => {
    const looks = [0, 30_000, 64_000].map((at) => look(at, { body: "a" }));
    const changed = [...looks, look(65_000, { body: "b" })];
    expect(verdict("long-dummy-age", { longDummy: changed })).toMatchObject({ outcome: "fail", measured: 63.995 });
    expect(verdict("long-dummy-age", { longDummy: looks }).outcome).toBe("not measured");
  });
});

describe("the conclusion", () => {
  const one = (outcome: Outcome, reach: Reach = "outside"): Verdict => {
    return { outcome, detail: "", requirement: { ...verdict("peak", {}).requirement, reach } };
  };

  it("is a failure before anything else", () => {
    expect(conclude([one("pass"), one("fail"), one("not measured")], false)).toBe("rejected");
  });

  it("is open when something was not measured that can be from here", () => {
    expect(conclude([one("pass"), one("not measured")], false)).toBe("undecided");
    expect(conclude([one("pass"), one("not measured", "machines")], true)).toBe("undecided");
    expect(conclude([one("not measured", "person")], false)).toBe("undecided");
  });

  it("does not wait for what can only be judged elsewhere", () => {
    const elsewhere = (["machines", "drill", "person"] as const).map((reach) => one("not measured", reach));
    expect(conclude([one("pass"), ...elsewhere], false)).toBe("accepted");
  });
});

describe("drills", () => {
  const file = join(mkdtempSync(join(tmpdir(), "drills-")), "drills.json");
  const drill = (id: string, rate: number, failed: number, recoverySeconds?: number): object => {
    return { id, rate, verdict: { failed, requests: 1000, recoverySeconds } };
  };

  it("tell of a node's failure at 60 requests per second", () => {
    writeFileSync(
      file,
      JSON.stringify([
        drill("app-node-power", 60, 0, 20),
        drill("app-node-network", 60, 1, 61),
        drill("app-node-power", 120, 9, 99),
        drill("panic-operation", 60, 5),
      ]),
    );
    const nodeFailures = readNodeFailures(file);
    expect(nodeFailures).toMatchObject({ failed: 1, requests: 2000, recoverySeconds: 61 });
    if (!nodeFailures) return;
    expect(verdict("node-failure", { nodeFailures })).toMatchObject({ outcome: "fail", measured: 1 });
    expect(verdict("node-recovery", { nodeFailures })).toMatchObject({ outcome: "fail", measured: 61 });
  });

  it("a node that did not come back is no recovery", () => {
    writeFileSync(file, JSON.stringify([drill("app-node-power", 60, 0)]));
    const nodeFailures = readNodeFailures(file);
    expect(nodeFailures && verdict("node-recovery", { nodeFailures }).outcome).toBe("fail");
  });

  it("are refused in another form", () => {
    writeFileSync(file, "{}");
    expect(() => readNodeFailures(file)).toThrow(`${file}: expected the results of npm run drill`);
  });
});

it("compares clocks to a part of the second that a header tells", () => {
  const look = (sentMs: number, saidMs: number): Parameters<typeof bounds>[0][number] => {
    return { sentMs, receivedMs: sentMs + 10, saidMs, resolutionMs: 1000 };
  };
  // Both clocks are the same.
  expect(bounds([look(1990, 1000), look(2000, 2000)])).toEqual({ atLeastMs: -10, atMostMs: 10 });
  // The other is five seconds ahead.
  expect(bounds([look(1990, 6000), look(2000, 7000)])).toEqual({ atLeastMs: 4990, atMostMs: 5010 });
});

it("sees caches by their headers, and by answers faster than the query", () => {
  const signs = (headers: Record<string, string>, latencyMs = 150): string[] => {
    const answer = { status: 200, headers, body: Buffer.from(""), bytes: 0 };
    return cacheSignsOf(get("GET /db_dummy"), answer, latencyMs).map(({ sign }) => sign);
  };
  expect(signs({})).toEqual([]);
  expect(signs({ age: "0", "x-cache-status": "MISS", "cache-control": "no-cache, max-age=0", expires: "0" })).toEqual(
    [],
  );
  expect(signs({ age: "3" })).toEqual(["header Age above 0"]);
  expect(signs({ "x-cache-status": "HIT" })).toEqual(["header x-cache-status: HIT"]);
  expect(signs({ "cache-control": "public, max-age=30" })).toEqual(["header Cache-Control: max-age"]);
  expect(signs({ expires: "Fri, 31 Dec 9999 23:59:59 GMT" })).toEqual(["header Expires in the future"]);
  expect(signs({}, 20)).toEqual(["an answer in less than the 100 ms of its query"]);
});

it("takes a name, a URL or two", () => {
  const both = { http: "http://bingo.test", https: "https://bingo.test" };
  for (const given of ["bingo.test", "https://bingo.test", "http://bingo.test/"]) expect(urlsOf([given])).toEqual(both);
  const ports = { http: "http://bingo.test:8080", https: "https://bingo.test:8443" };
  expect(urlsOf(["http://bingo.test:8080", "https://bingo.test:8443"])).toEqual(ports);
  expect(() => urlsOf([])).toThrow("expected the URL of a service, found none");
  expect(() => urlsOf(["https://a", "https://b"])).toThrow(
    "expected one http and one https URL, found https://a and https://b",
  );
  expect(() => urlsOf(["https://bingo.test/api"])).toThrow(
    'expected a URL without a path, found "https://bingo.test/api"',
  );
});

describe("sessions of nobody", () => {
  it.each([
    { dangling: 3, rows: 5_000_000, outcome: "pass" },
    { dangling: 0, rows: 5_000_000, outcome: "not measured" },
    { dangling: 0, rows: 4_999_997, outcome: "fail" },
  ])("$dangling among $rows rows: $outcome", ({ dangling, rows, outcome }) => {
    const machines = { clocks: [], dangling, before: [{ table: "sessions", rows, checksum: "" }] } as const;
    expect(verdict("data-dangling", { runs: [], machines }).outcome).toBe(outcome);
  });
});
