import type { Acceptance } from "../acceptance/accept";
import { acceptanceSections } from "../acceptance/report/html";
import { acceptanceReport, type AcceptanceReport } from "../acceptance/report/json";
import { acceptanceSuite } from "../acceptance/report/junit";
import { changeSections } from "../changes/report/html";
import { changeSuite } from "../changes/report/junit";
import type { Result as ChangeResult } from "../changes/run";
import { RATE } from "../changes/session";
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
  /** Undefined: the proof did not come so far, or is a short one, which makes none. */
  readonly changes?: readonly ChangeResult[];
}

/** The report for programs. Fields are stable; new ones may be added. */
export interface ProofReport {
  readonly steps: readonly StepResult[];
  readonly accept: AcceptanceReport | null;
  readonly check: CheckerReport | null;
  readonly drill: readonly DrillResult[] | null;
  readonly change: readonly ChangeResult[] | null;
}

export function proofReport({ steps, acceptance, checker, drills, changes }: Proof): ProofReport {
  return {
    steps,
    accept: acceptance ? acceptanceReport(acceptance) : null,
    check: checker ? checkerReport(checker) : null,
    drill: drills ?? null,
    change: changes ?? null,
  };
}

/** A suite of the steps, then those of acceptance, checker, drills and changes. */
export function proofSuites({ steps, acceptance, checker, drills, changes }: Proof): readonly TestSuite[] {
  const cases = steps.map(({ name, status, seconds, reason }) => {
    return { className: "prove", name, status, seconds, message: reason ?? "see its own cases" };
  });
  return [
    { name: "prove", cases },
    ...(acceptance ? [acceptanceSuite(acceptance)] : []),
    ...(checker ? [checkerSuite(checker)] : []),
    ...(drills ? [drillSuite(drills)] : []),
    ...(changes ? [changeSuite(changes)] : []),
  ];
}

/** One page: the steps, then acceptance, checker, changes and drills as each shows them. */
export function proofPage(title: string, { steps, acceptance, checker, drills = [], changes = [] }: Proof): string {
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
      ...changeSections(changes, RATE),
      ...drillSections(drills),
    ],
  );
}
