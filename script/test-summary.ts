import { basename } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { JudgedCheck } from "../proof/checker/judge";
import type { DrillResult } from "../proof/drills/result";
import type { ProofReport } from "../proof/prove/report";
import { limitText } from "../proof/report/format";

/** The part of jest's results (--json) that is read. */
export interface JestResults {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numRuntimeErrorTestSuites: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly JestFile[];
}

interface JestFile {
  readonly name: string;
  readonly status: string;
  readonly message: string;
  readonly assertionResults: readonly {
    readonly status: string;
    readonly fullName: string;
    readonly failureMessages: readonly string[];
  }[];
}

/** Lines of a failure that are repeated here; jest has printed it whole. */
const LINES = 12;

type Outcome = DrillResult["status"];

/**
 * Names what failed, and ends with `N passed, N failed`, for readers of the last lines alone.
 *
 * Each step, requirement and drill of a proof counts as one. So does a file of tests that could not be loaded: it failed.
 */
export function testSummary(runs: readonly JestResults[], proof: ProofReport): string {
  const failures = [...runs.flatMap(({ testResults }) => testResults).flatMap(ofFile), ...ofProof(proof)];
  const found = outcomes(proof);
  const count = (wanted: (outcome: Outcome) => boolean): number => found.filter(wanted).length;
  const sum = (tests: (run: JestResults) => number): number => runs.reduce((total, run) => total + tests(run), 0);
  const passed = sum((run) => run.numPassedTests) + count((outcome) => outcome === "pass");
  const failed = sum((run) => run.numFailedTests + run.numRuntimeErrorTestSuites) + count(bad);
  const skipped = sum((run) => run.numPendingTests + run.numTodoTests) + count((outcome) => outcome === "not measured");
  const counts = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
  return [...(failures.length > 0 ? ["What failed:", ...failures] : []), counts].join("\n");
}

function bad(outcome: Outcome): boolean {
  return outcome !== "pass" && outcome !== "not measured";
}

function outcomes({ steps, accept, check, drill }: ProofReport): readonly Outcome[] {
  return [
    ...steps.map(({ status }) => status),
    ...(accept?.rows ?? []).map(({ outcome }) => outcome),
    ...(check?.rows ?? []).map(({ outcome }) => outcome),
    ...(drill ?? []).map(({ status }) => status),
  ];
}

function ofFile({ name, status, message, assertionResults }: JestFile): readonly string[] {
  const file = basename(name);
  const tests = assertionResults.filter((test) => test.status === "failed");
  if (status === "failed" && tests.length === 0) return [failure(file, message)];
  return tests.map(({ fullName, failureMessages }) => failure(`${file}: ${fullName}`, failureMessages.join("\n")));
}

function ofProof({ steps, accept, check, drill }: ProofReport): readonly string[] {
  return [
    ...steps.filter(({ status }) => status === "broken").map(({ name, reason }) => failure(`prove: ${name}`, reason)),
    ...(accept?.rows ?? [])
      .filter(({ outcome }) => bad(outcome))
      .map(({ id, limit, measured, detail }) =>
        failure(`accept: ${id}`, `limit ${limitText(limit)}, measured ${measured}; ${detail}`),
      ),
    ...(check?.rows ?? [])
      .filter(({ outcome }) => bad(outcome))
      .map(({ id, reason, checks }) =>
        failure(
          `checker: ${id}`,
          reason ??
            checks
              .filter(({ outcome }) => bad(outcome))
              .map(checkText)
              .join("\n"),
        ),
      ),
    ...(drill ?? [])
      .filter(({ status }) => bad(status))
      .map((one) => failure(`drill: ${one.id}, ${one.rate} RPS`, why(one))),
  ];
}

function checkText({ name, limit, value, detail }: JudgedCheck): string {
  return `${name}: limit ${limitText(limit)}, measured ${value ?? "nothing"}; ${detail ?? ""}`;
}

function why({ status, reason, verdict }: DrillResult): string {
  const missed = (verdict?.checks ?? []).filter(({ pass }) => !pass);
  const checks = missed.map(({ name, limit, measured }) => `${name}: expected ${limit}, found ${measured}`);
  return [reason ?? status, ...checks].join("\n");
}

/** A name, and below it the first lines of a text, without its stack. */
function failure(name: string, text = ""): string {
  const lines = stripVTControlCharacters(text)
    .split("\n")
    .filter((line) => line.trim() !== "" && !/^\s+at /.test(line));
  return [`  ${name}`, ...lines.slice(0, LINES).map((line) => `      ${line}`)].join("\n");
}
