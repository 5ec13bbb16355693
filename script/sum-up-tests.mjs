// Names what failed, and prints `N passed, N failed` for whoever reads only the last lines, of what jest wrote (--json
// --outputFile) and, when there is one, of the report of script/prove: each step, requirement and drill counts as one.
// A file of tests that could not even be loaded counts as one that failed.
import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { stripVTControlCharacters } from "node:util";

/** Lines of a failure that are repeated here; jest has printed it whole. */
const LINES = 12;

const [jestFile, proofFile] = process.argv.slice(2);
const jest = JSON.parse(readFileSync(jestFile, "utf8"));
const proof = existsSync(proofFile) ? JSON.parse(readFileSync(proofFile, "utf8")) : { steps: [] };

const failures = [...jest.testResults.flatMap(ofFile), ...ofProof(proof)];
if (failures.length > 0) console.log(["What failed:", ...failures].join("\n"));

const found = outcomes(proof);
const count = (wanted) => found.filter(wanted).length;
const passed = jest.numPassedTests + count((outcome) => outcome === "pass");
const failed = jest.numFailedTests + jest.numRuntimeErrorTestSuites + count(bad);
const skipped = jest.numPendingTests + jest.numTodoTests + count((outcome) => outcome === "not measured");
console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""}`);

function bad(outcome) {
  return outcome !== "pass" && outcome !== "not measured";
}

function outcomes({ steps, accept, drill }) {
  return [
    ...steps.map(({ status }) => status),
    ...(accept?.rows ?? []).map(({ outcome }) => outcome),
    ...(drill ?? []).map(({ status }) => status),
  ];
}

function ofFile({ name, status, message, assertionResults }) {
  const file = basename(name);
  const tests = assertionResults.filter((test) => test.status === "failed");
  if (status === "failed" && tests.length === 0) return [failure(file, message)];
  return tests.map(({ fullName, failureMessages }) => failure(`${file}: ${fullName}`, failureMessages.join("\n")));
}

function ofProof({ steps, accept, drill }) {
  return [
    ...steps.filter(({ status }) => status === "broken").map(({ name, reason }) => failure(`prove: ${name}`, reason)),
    ...(accept?.rows ?? [])
      .filter(({ outcome }) => bad(outcome))
      .map(({ id, detail, ...row }) =>
        failure(`accept: ${id}`, `limit ${row.limit}, measured ${row.measured}; ${detail}`),
      ),
    ...(drill ?? [])
      .filter(({ status }) => bad(status))
      .map((one) => failure(`drill: ${one.name}, ${one.rate} RPS`, why(one))),
  ];
}

function why({ status, reason, verdict }) {
  const missed = (verdict?.checks ?? []).filter(({ pass }) => !pass);
  const checks = missed.map(({ name, limit, measured }) => `${name}: expected ${limit}, found ${measured}`);
  return [reason ?? status, ...checks].join("\n");
}

/** Its name, and below it the first lines of its text, without where in the code it came to light. */
function failure(name, text = "") {
  const lines = stripVTControlCharacters(text)
    .split("\n")
    .filter((line) => line.trim() !== "" && !/^\s+at /.test(line));
  return [`  ${name}`, ...lines.slice(0, LINES).map((line) => `      ${line}`)].join("\n");
}
