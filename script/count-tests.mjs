// Prints `N passed, N failed` for whoever reads only the last line, of what jest wrote (--json --outputFile) and, when
// there is one, of the report of script/prove: each step, requirement and drill counts as one.
// A file of tests that could not even be loaded counts as one that failed.
import { existsSync, readFileSync } from "node:fs";

const [jest, prove] = process.argv.slice(2);
const results = JSON.parse(readFileSync(jest, "utf8"));
let passed = results.numPassedTests;
let failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
let skipped = results.numPendingTests + results.numTodoTests;

if (prove !== undefined && existsSync(prove)) {
  const { steps, accept, drill } = JSON.parse(readFileSync(prove, "utf8"));
  const outcomes = [
    ...steps.map(({ status }) => status),
    ...(accept?.rows ?? []).map(({ outcome }) => outcome),
    ...(drill ?? []).map(({ status }) => status),
  ];
  for (const outcome of outcomes) {
    if (outcome === "pass") passed++;
    else if (outcome === "not measured") skipped++;
    else failed++;
  }
}
console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""}`);
