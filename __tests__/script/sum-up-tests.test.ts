import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "sum-up-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function summedUp(...files: readonly object[]): string {
  const paths = files.map((content, index) => {
    const path = join(folder, `${String(index)}.json`);
    writeFileSync(path, JSON.stringify(content));
    return path;
  });
  return execFileSync("node", ["script/sum-up-tests.mjs", ...paths, join(folder, "none.json")], { encoding: "utf8" });
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
  expect(summedUp(GOOD)).toBe("5 passed, 0 failed\n");
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
    "",
  ]);
});

it("counts the steps, requirements and drills of a proof too", () => {
  const check = { name: "back", limit: "60 s", measured: "not back", pass: false };
  const proof = {
    steps: [{ status: "pass" }, { status: "broken", name: "drills", reason: "no machine" }],
    accept: {
      rows: [
        { outcome: "pass" },
        { outcome: "not measured" },
        { outcome: "fail", id: "errors", limit: 1, measured: 2, detail: "of 100" },
      ],
    },
    drill: [
      { status: "pass" },
      { status: "fail", name: "panic", rate: 60, verdict: { checks: [check, { ...check, pass: true }] } },
    ],
  };
  expect(summedUp(GOOD, proof).split("\n")).toEqual([
    "What failed:",
    "  prove: drills",
    "      no machine",
    "  accept: errors",
    "      limit 1, measured 2; of 100",
    "  drill: panic, 60 RPS",
    "      fail",
    "      back: expected 60 s, found not back",
    "8 passed, 3 failed, 1 skipped",
    "",
  ]);
  expect(summedUp(GOOD, { ...proof, accept: null, drill: null })).toMatch(/\n6 passed, 1 failed\n$/);
});
