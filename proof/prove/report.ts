import type { Acceptance } from "../acceptance/accept";
import { acceptanceSections } from "../acceptance/report/html";
import { acceptanceReport, type AcceptanceReport } from "../acceptance/report/json";
import { acceptanceSuite } from "../acceptance/report/junit";
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
  readonly drills?: readonly DrillResult[];
}

/** The report for programs. Fields are stable; new ones may be added. */
export interface ProofReport {
  readonly steps: readonly StepResult[];
  readonly accept: AcceptanceReport | null;
  readonly drill: readonly DrillResult[] | null;
}

export function proofReport({ steps, acceptance, drills }: Proof): ProofReport {
  return { steps, accept: acceptance ? acceptanceReport(acceptance) : null, drill: drills ?? null };
}

/** A suite of the steps, then those of acceptance and drills. */
export function proofSuites({ steps, acceptance, drills }: Proof): readonly TestSuite[] {
  const cases = steps.map(({ name, status, seconds, reason }) => {
    return { className: "prove", name, status, seconds, message: reason ?? "see its own cases" };
  });
  return [
    { name: "prove", cases },
    ...(acceptance ? [acceptanceSuite(acceptance)] : []),
    ...(drills ? [drillSuite(drills)] : []),
  ];
}

/** One page: the steps, then acceptance and drills as on their own pages. */
export function proofPage(title: string, { steps, acceptance, drills = [] }: Proof): string {
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
      ...drillSections(drills),
    ],
  );
}
