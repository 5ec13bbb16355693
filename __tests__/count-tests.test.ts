import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "count-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function counted(...files: readonly object[]): string {
  const paths = files.map((content, index) => {
    const path = join(folder, `${String(index)}.json`);
    writeFileSync(path, JSON.stringify(content));
    return path;
  });
  return execFileSync("node", ["script/count-tests.mjs", ...paths, join(folder, "none.json")], { encoding: "utf8" });
}

const JEST = {
  numPassedTests: 5,
  numFailedTests: 1,
  numRuntimeErrorTestSuites: 1,
  numPendingTests: 0,
  numTodoTests: 0,
};

it("counts jest's tests, and files that could not be loaded", () => {
  expect(counted(JEST)).toBe("5 passed, 2 failed\n");
});

it("counts the steps, requirements and drills of a proof too", () => {
  const proof = {
    steps: [{ status: "pass" }, { status: "broken" }],
    accept: { rows: [{ outcome: "pass" }, { outcome: "not measured" }] },
    drill: [{ status: "pass" }, { status: "fail" }],
  };
  expect(counted(JEST, proof)).toBe("8 passed, 4 failed, 1 skipped\n");
  expect(counted(JEST, { ...proof, accept: null, drill: null })).toBe("6 passed, 3 failed\n");
});
