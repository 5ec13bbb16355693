/**
 * Sums up what script/test has run: `tsx script/sum-up-tests.ts JEST PROOF`. JEST is what jest wrote (--json --outputFile),
 * PROOF the report of script/prove, where there is one.
 */
import { existsSync, readFileSync } from "node:fs";
import { proofReport, type ProofReport } from "../proof/prove/report";
import { type JestResults, testSummary } from "./test-summary";

const [jestFile = "", proofFile = ""] = process.argv.slice(2);
const jest = JSON.parse(readFileSync(jestFile, "utf8")) as JestResults;
const proof: ProofReport = existsSync(proofFile)
  ? (JSON.parse(readFileSync(proofFile, "utf8")) as ProofReport)
  : proofReport({ steps: [] });
console.log(testSummary(jest, proof));
