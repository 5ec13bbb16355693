import type { CheckerResult } from "../run";
import { loadFigures } from "./loads";

/** The report for programs. Fields are stable; new ones may be added. */
export function checkerReport(result: CheckerResult) {
  const { conclusion, interrupted, startedAt, seconds, plan, subject, verdicts, facts, left } = result;
  const { http, https, address } = subject;
  const rows = verdicts.map(({ row: { id, text }, outcome, checks, reason }) => ({
    id,
    text,
    outcome,
    checks,
    reason,
  }));
  const urls = { http, https, address };
  return { conclusion, interrupted, startedAt, seconds, urls, plan, rows, loads: loadFigures(facts), left };
}

export type CheckerReport = ReturnType<typeof checkerReport>;
