import type { Acceptance } from "../accept";
import { loadSummaries } from "./summaries";

/** The report for programs. Fields are stable; new ones may be added. */
export type AcceptanceReport = ReturnType<typeof acceptanceReport>;

export function acceptanceReport(acceptance: Acceptance) {
  const { startedAt, seconds, plan, subject, facts, verdicts, conclusion, interrupted, left } = acceptance;
  const { http, https, address } = subject;
  const { certificate, clock, http3, altSvc, visibility, ownRows, kept, sampledRows, sampledSessions, machines } =
    facts;
  return {
    conclusion,
    interrupted,
    startedAt,
    seconds,
    urls: { http, https, address },
    plan,
    rows: verdicts.map(({ requirement, outcome, measured, detail }) => {
      const { id, point, text, limit, unit, load, reach } = requirement;
      return { id, point, text, outcome, measured, limit, unit, load, reach, detail };
    }),
    loads: loadSummaries(facts.runs ?? []),
    left,
    facts: { certificate, clock, http3, altSvc, visibility, ownRows, kept, sampledRows, sampledSessions, machines },
  };
}
