import { FULL_DATA, type Subject } from "../../../proof/acceptance/subject";
import type { Facts, LoadName } from "../../../proof/checker/facts";
import { conclude, judgeRow, type RowVerdict } from "../../../proof/checker/judge";
import { startsIn } from "../../../proof/checker/measure/starts";
import { FULL } from "../../../proof/checker/plan";
import { measured } from "../../../proof/checker/report/text";
import { ROWS } from "../../../proof/checker/rows";
import type { History, Sample } from "../../../proof/load/history";

const SUBJECT: Subject = {
  http: "http://bingo.test",
  https: "https://bingo.test",
  curl: () => Promise.reject(new Error("not in this test")),
  prepared: FULL_DATA,
};

/** So many good answers a second; the first is to a dangerous request. */
function operations(perSecond: (second: number) => number, durationSeconds = 65): History {
  const base = { endpoint: "POST /operation", status: 200, good: true, poisoned: false } as const;
  const samples = Array.from({ length: durationSeconds }, (_, second) => {
    const count = perSecond(second);
    return Array.from({ length: count }, (_, n): Sample => {
      const atMs = second * 1000 + (n * 900) / count;
      return { ...base, atMs, sentMs: atMs, latencyMs: 90, poisoned: second === 0 && n === 0 };
    });
  }).flat();
  return {
    startedAt: new Date(0),
    rate: samples.length / durationSeconds,
    durationSeconds,
    interrupted: false,
    samples,
  };
}

function facts(loads: Partial<Record<LoadName, History>> = {}, more: Partial<Facts> = {}): Facts {
  const entries = Object.entries(loads) as [LoadName, History][];
  return { loads: new Map(entries), poisoned: new Map([["panic", "status 502"]]), first: {}, second: {}, ...more };
}

function verdict(id: string, found: Facts, unfinished: readonly (readonly ["panic", string])[] = []): RowVerdict {
  const row = ROWS.find((each) => each.id === id);
  if (!row) throw new Error(`no row ${id}`);
  const all = { facts: found, plan: FULL, subject: SUBJECT, email: "student@example.org" };
  return judgeRow(row, all, new Map(unfinished));
}

describe("fault tolerance", () => {
  it("passes while one node carries 60/s, and both 120/s a minute later", () => {
    const panic = operations((second) => (second < 58 ? 65 : 190));
    const found = verdict("fault-1", facts({ panic }));
    expect(measured(found)).toEqual([
      expect.stringMatching(/^p90 9\d.* ms \(at most 400\)$/),
      expect.stringMatching(/^errors 0 % \(at most 1\); 0 of \d+$/),
      expect.stringMatching(
        /^throughput in the worst 5 s 6\d\S*\/s \(at least 60\); the dangerous operation: status 502$/,
      ),
      "throughput after 60 s 190/s (at least 120)",
    ]);
    expect(found.outcome).toBe("pass");
  });

  it("fails when the throughput falls below 60/s for five seconds", () => {
    const panic = operations((second) => (second >= 20 && second < 25 ? 50 : 190));
    expect(measured(verdict("fault-1", facts({ panic })))).toContainEqual(
      expect.stringMatching(/^throughput in the worst 5 s 50\/s \(expected at least 60\)/),
    );
  });

  it("fails when the node is not back after a minute", () => {
    const panic = operations(() => 100);
    const found = verdict("fault-1", facts({ panic }));
    expect(found.outcome).toBe("fail");
    expect(measured(found).at(-1)).toBe("throughput after 60 s 100/s (expected at least 120)");
  });

  it("asks nothing about a minute of a load that is shorter", () => {
    const panic = operations(() => 100, 12);
    expect(verdict("fault-1", facts({ panic })).outcome).toBe("pass");
  });

  it("is open when its load was cut off", () => {
    const panic = operations(() => 190);
    const found = verdict("fault-1", facts({ panic }), [["panic", "interrupted"]]);
    expect(found.outcome).toBe("not measured");
    expect(measured(found)[0]).toBe("interrupted");
  });
});

describe("the start", () => {
  const EVENTS = [
    "1000000000000 bingo-1 die",
    "1001000000000 bingo-2 health_status: healthy",
    "1002500000000 bingo-1 health_status: healthy",
    "1010000000000 bingo-2 health_status: unhealthy",
    "1011000000000 bingo-2 die",
    "1015000000000 bingo-2 die",
    "1031000000000 bingo-2 health_status: healthy",
    "1040000000000 bingo-1 die",
  ].join("\n");

  it("is what lies between the end of an instance and its health, restarts that failed included", () => {
    expect(startsIn("app-1", EVENTS)).toEqual([
      { instance: "bingo-1 on app-1", seconds: 2.5 },
      { instance: "bingo-2 on app-1", seconds: 20 },
    ]);
  });

  it("is sped up when it takes half of what bingo waits for by itself", () => {
    expect(verdict("start", facts({}, { starts: startsIn("app-1", EVENTS) })).outcome).toBe("fail");
    expect(verdict("start", facts({}, { starts: startsIn("app-1", EVENTS).slice(0, 1) })).outcome).toBe("pass");
  });

  it("is open when nothing ended, and where there are no machines", () => {
    expect(verdict("start", facts({}, { starts: [] })).reason).toBe("no instance ended and came back");
    expect(verdict("start", facts()).reason).toBe("needs the machines: --lab or --ssh");
  });
});

it("concludes: what only machines show decides nothing where there are none", () => {
  const [open] = [verdict("start", facts())];
  const passed = verdict("fault-1", facts({ panic: operations(() => 190) }));
  const failed = verdict("fault-1", facts({ panic: operations(() => 10) }));
  const unseen = verdict("email", facts());
  expect(conclude([passed, open], false)).toBe("passed");
  expect(conclude([passed, open], true)).toBe("undecided");
  expect(conclude([passed, unseen], false)).toBe("undecided");
  expect(conclude([failed, unseen], false)).toBe("failed");
});
