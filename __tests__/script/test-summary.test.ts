import { FULL_DATA } from "../../proof/acceptance/subject";
import { QUICK } from "../../proof/checker/plan";
import type { CheckerResult } from "../../proof/checker/run";
import { proofReport, type ProofReport } from "../../proof/prove/report";
import { type JestResults, testSummary } from "../../script/test-summary";
import { acceptance, run, samples } from "../support/acceptance";

const VERDICT = {
  pass: false,
  requests: 0,
  failed: 0,
  failedByEndpoint: {},
  failedByCode: {},
  p90Ms: 0,
  worstMs: 0,
  worstEndpoint: undefined,
  recoverySeconds: undefined,
  mayBeAway: false,
  outageSeconds: 0,
  repeated: 0,
  timeline: [],
};

const NO_PROOF = proofReport({ steps: [] });

/** What is read from the files, as jest and script/prove write them. */
function summedUp(jest: object | readonly object[], proof: ProofReport = NO_PROOF): string {
  const runs = [jest].flat();
  return testSummary(
    JSON.parse(JSON.stringify(runs)) as readonly JestResults[],
    JSON.parse(JSON.stringify(proof)) as ProofReport,
  );
}

const GOOD = {
  numPassedTests: 5,
  numFailedTests: 0,
  numRuntimeErrorTestSuites: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [{ name: "/x/a.test.ts", status: "passed", message: "", assertionResults: [{ status: "passed" }] }],
};
const failed = {
  status: "failed",
  fullName: "answers",
  failureMessages: ["\u001b[31mexpected 200\n\nfound 500\u001b[0m\n    at Object.<anonymous> (a.test.ts:1:1)"],
};
const BAD = {
  ...GOOD,
  numFailedTests: 1,
  numRuntimeErrorTestSuites: 1,
  testResults: [
    { name: "/x/a.test.ts", status: "failed", message: "all of it", assertionResults: [{ status: "passed" }, failed] },
    { name: "/x/b.test.ts", status: "failed", message: "cannot be loaded", assertionResults: [] },
  ],
};

it("counts jest's tests", () => {
  expect(summedUp(GOOD)).toBe("5 passed, 0 failed");
  expect(summedUp([GOOD, BAD]).split("\n")).toContain("10 passed, 2 failed");
});

it("names what failed, without the stack, and files that could not be loaded", () => {
  expect(summedUp(BAD).split("\n")).toEqual([
    "What failed:",
    "  a.test.ts: answers",
    "      expected 200",
    "      found 500",
    "  b.test.ts",
    "      cannot be loaded",
    "5 passed, 2 failed",
  ]);
});

it("counts the rows of the checker of a proof too", () => {
  const row = { id: "alive", text: "alive", needs: [], checks: () => [] };
  const checks = [{ name: "ping", limit: { atMost: 0 }, unit: "", value: 3, outcome: "fail" as const }];
  const checker: CheckerResult = {
    startedAt: new Date(0),
    seconds: 1,
    plan: QUICK,
    subject: { http: "", https: "", curl: () => Promise.reject(new Error("not asked")), prepared: FULL_DATA },
    facts: { loads: new Map(), poisoned: new Map(), first: {}, second: {} },
    verdicts: [
      { row, outcome: "fail", checks },
      { row: { ...row, id: "started" }, outcome: "pass", checks: [] },
    ],
    conclusion: "failed",
    interrupted: false,
    left: [],
  };
  expect(summedUp(GOOD, proofReport({ steps: [], checker })).split("\n")).toEqual([
    "What failed:",
    "  checker: alive",
    "      ping: limit at most 0, measured 3; ",
    "6 passed, 1 failed",
  ]);
});

it("counts the steps, requirements and drills of a proof too", () => {
  const check = { name: "back", limit: "60 s", measured: "not back", pass: false };
  const drill = { id: "panic-operation", name: "panic", hypothesis: "", rate: 60 } as const;
  const found = acceptance({ runs: [run(samples(200, (n) => (n < 3 ? { good: false, status: 502 } : {})))] });
  const count = (outcome: string): number => found.verdicts.filter((each) => each.outcome === outcome).length;
  const drills = [
    { ...drill, status: "pass" },
    { ...drill, status: "fail", verdict: { ...VERDICT, checks: [check, { ...check, pass: true }] } },
  ] as const;
  const steps = [
    { name: "deploy", status: "pass", seconds: 1 },
    { name: "drill", status: "broken", seconds: 1, reason: "no machine" },
  ] as const;
  const proof = proofReport({ steps, acceptance: found, drills });
  expect(count("fail")).toBe(1);
  expect(summedUp(GOOD, proof).split("\n")).toEqual([
    "What failed:",
    "  prove: drill",
    "      no machine",
    "  accept: errors-get-db-dummy",
    "      limit at most 1, measured 1.5; 3 of 200, 3 × 502",
    "  drill: panic-operation, 60 RPS",
    "      fail",
    "      back: expected 60 s, found not back",
    `${7 + count("pass")} passed, 3 failed, ${count("not measured")} skipped`,
  ]);
  expect(summedUp(GOOD, proofReport({ steps }))).toMatch(/\n6 passed, 1 failed$/);
});
