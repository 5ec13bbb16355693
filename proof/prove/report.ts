import type { Acceptance } from "../acceptance/accept";
import { acceptanceSections } from "../acceptance/report/html";
import { acceptanceReport, type AcceptanceReport } from "../acceptance/report/json";
import { acceptanceSuite } from "../acceptance/report/junit";
import { checkerSections } from "../checker/report/html";
import { checkerReport, type CheckerReport } from "../checker/report/json";
import { checkerSuite } from "../checker/report/junit";
import type { CheckerResult } from "../checker/run";
import { drillSections } from "../drills/report/html";
import { drillSuite } from "../drills/report/junit";
import type { DrillResult } from "../drills/result";
import type { TestSuite } from "../report/junit";
import { htmlTable, page, type Cell } from "../report/page";
import type { StepResult } from "./steps";

/** What the steps of a proof found. */
export interface Proof {
  readonly steps: readonly StepResult[];
  /** Undefined: the proof did not come so far. */
  readonly acceptance?: Acceptance;
  /** Undefined: the proof did not come so far. */
  readonly checker?: CheckerResult;
  /** Undefined: the proof did not come so far. */
  readonly drills?: readonly DrillResult[];
}

/** The report for programs. Fields are stable; new ones may be added. */
export interface ProofReport {
  readonly steps: readonly StepResult[];
  readonly accept: AcceptanceReport | null;
  readonly check: CheckerReport | null;
  readonly drill: readonly DrillResult[] | null;
}

export function proofReport({ steps, acceptance, checker, drills }: Proof): ProofReport {
  return {
    steps,
    accept: acceptance ? acceptanceReport(acceptance) : null,
    check: checker ? checkerReport(checker) : null,
    drill: drills ?? null,
  };
}

/** A suite of the steps, then those of acceptance, checker and drills. */
export function proofSuites({ steps, acceptance, checker, drills }: Proof): readonly TestSuite[] {
  const cases = steps.map(({ name, status, seconds, reason }) => {
    return { className: "prove", name, status, seconds, message: reason ?? "see its own cases" };
  });
  return [
    { name: "prove", cases },
    ...(acceptance ? [acceptanceSuite(acceptance)] : []),
    ...(checker ? [checkerSuite(checker)] : []),
    ...(drills ? [drillSuite(drills)] : []),
  ];
}

/** One page: the steps, then acceptance, checker and drills as on their own pages. */
export function proofPage(title: string, { steps, acceptance, checker, drills = [] }: Proof): string {
  const rows = steps.map(({ name, status, seconds, reason = "" }): readonly Cell[] => [
    { text: name },
    { text: status, kind: status === "pass" ? "pass" : "fail" },
    { text: seconds.toFixed(0), kind: "number" },
    { text: reason, kind: "dim" },
  ]);
  const good = steps.every(({ status }) => status === "pass");
  return page(
    title,
    [good ? "Everything holds." : "Something does not hold."],
    [
      { title: "Steps", body: htmlTable(["step", "", "seconds", "why"], rows) },
      ...(acceptance ? acceptanceSections(acceptance) : []),
      ...(checker ? checkerSections(checker) : []),
      ...drillSections(drills),
    ],
  );
}
