/**
 * Sums up what script/test has run: `tsx script/sum-up-tests.ts PROOF JEST...`. PROOF is the report of script/prove, where there
 * is one, JEST what a run of jest wrote (--json --outputFile).
 */
import { existsSync, readFileSync } from "node:fs";
import { proofReport, type ProofReport } from "../proof/prove/report";
import { type JestResults, testSummary } from "./test-summary";

const [proofFile = "", ...jestFiles] = process.argv.slice(2);
const runs = jestFiles.map((file) => JSON.parse(readFileSync(file, "utf8")) as JestResults);
const proof: ProofReport = existsSync(proofFile)
  ? (JSON.parse(readFileSync(proofFile, "utf8")) as ProofReport)
  : proofReport({ steps: [] });
console.log(testSummary(runs, proof));
