import type { Requirement } from "./requirements";
import { clock } from "./findings/clocks";
import { cycles, kept } from "./findings/sessions";
import { graphs, tables, emails } from "./findings/machines";
import { longDummyAge, longDummyFast } from "./findings/long-dummy";
import { missing, number, type Finding, type Found } from "./findings/finding";
import { nodeFailure, nodeRecovery } from "./findings/drills";
import { p90, errors, carried, answeredOver } from "./findings/loads";
import { probes, domain, http3, announced } from "./findings/front";
import { rows, sampledSessions, unchanged } from "./findings/data";
import { uncached } from "./findings/caches";

export type { Finding, Found } from "./findings/finding";

/** Reads one requirement's value out of the facts. Pure. */
export function finding(requirement: Requirement, found: Found): Finding {
  const { id, endpoint, way } = requirement;
  const { facts, plan } = found;
  if (endpoint !== undefined) {
    if (id.startsWith("p90-")) return p90(facts, endpoint);
    if (id.startsWith("errors-")) return errors(facts, endpoint);
    return uncached(facts, endpoint);
  }
  if (way !== undefined) return answeredOver(facts, way);
  switch (id) {
    case "node-failure":
      return nodeFailure(facts);
    case "node-recovery":
      return nodeRecovery(facts);
    case "peak":
      return carried(facts, "peak", plan.peakRate);
    case "sustained":
      return carried(facts, "sustained", plan.sustainedRate);
    case "created-visible":
      return cycles(facts, "visible");
    case "deleted-gone":
      return cycles(facts, "gone");
    case "sessions-kept":
      return kept(facts);
    case "https":
      return probes(facts.httpsProbes);
    case "http":
      return probes(facts.httpProbes);
    case "domain":
      return domain(found);
    case "http3":
      return http3(facts);
    case "http3-announced":
      return announced(facts);
    case "long-dummy-age":
      return longDummyAge(facts.longDummy);
    case "long-dummy-fast":
      return longDummyFast(facts.longDummy);
    case "graphs-requests":
      return graphs(facts.machines?.graphs?.requests);
    case "graphs-errors":
      return graphs(facts.machines?.graphs?.errors);
    case "clock":
      return facts.clock
        ? clock([{ machine: "the edge", bounds: facts.clock }])
        : missing("no answer had a header Date");
    case "clock-machines":
      return facts.machines ? clock(facts.machines.clocks) : missing();
    case "data-customers":
      return rows(facts, "GET /api/customer");
    case "data-movies":
      return rows(facts, "GET /api/movie");
    case "data-sessions":
      return sampledSessions(facts);
    case "data-unchanged":
      return unchanged(facts);
    case "data-tables":
      return tables(found);
    case "data-foreign-keys":
      return number(facts.machines?.foreignKeys);
    case "data-dangling":
      return number(facts.machines?.dangling);
    case "student-email":
      return emails(found);
    default:
      return missing();
  }
}
