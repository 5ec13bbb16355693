import type { Acceptance } from "../accept";
import { loadSummaries } from "./summaries";

/** For programs; what is in it stays as it is, more may come. */
export function jsonReport(acceptance: Acceptance): string {
  const { startedAt, seconds, plan, deployment, facts, verdicts, conclusion, interrupted, left } = acceptance;
  const { http, https, address } = deployment;
  const { certificate, clock, http3, altSvc, visibility, ownRows, kept, sampledRows, sampledSessions, machines } =
    facts;
  const report = {
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
  return `${JSON.stringify(report, null, 2)}\n`;
}
