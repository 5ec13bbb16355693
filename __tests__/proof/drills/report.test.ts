import { judgeDrill } from "../../../proof/drills/judge";
import { drills } from "../../../proof/drills/drills";
import { drillSections, drillsPage } from "../../../proof/drills/report/html";
import { drillSuite } from "../../../proof/drills/report/junit";
import { tableOf } from "../../../proof/drills/report/table";
import type { DrillResult } from "../../../proof/drills/result";
import { junitXml } from "../../../proof/report/junit";
import { FAILED, drillRun, samples } from "../../support/drill-run";

function resultOf(changes: Parameters<typeof drillRun>[0], own: Partial<DrillResult> = {}): DrillResult {
  const [drill] = drills({ quick: false });
  const verdict = judgeDrill(drill, 60, drillRun(changes));
  const { id, name, hypothesis } = drill;
  return { id, name, hypothesis, rate: 60, status: verdict.pass ? "pass" : "fail", verdict, ...own };
}

const slices = [{ atSeconds: 0, requests: 10, failed: 1, p50Ms: 4, p90Ms: 9, maxMs: 12 }];
const marks = [{ atSeconds: 3, text: "broken" }];
const RESULTS: readonly DrillResult[] = [
  resultOf({}),
  resultOf({ samples: samples({ 50: { ...FAILED, endpoint: "POST /api/session" } }) }, { rate: 120, slices, marks }),
  {
    id: "packet-delay",
    name: "packet delay",
    hypothesis: "",
    rate: 60,
    status: "not measured",
    reason: "no <tun> here",
  },
  {
    id: "pgbouncer-restarted",
    name: "pgbouncer restarted",
    hypothesis: "",
    rate: 60,
    status: "broken",
    reason: "db: status 1",
  },
];

it("concludes in one sentence", () => {
  expect(drillsPage("lab main", RESULTS)).toContain("1 drills passed, 2 failed, 1 not measured. Target: lab main.");
});

it("prints every drill, and of those that missed something what, and their story", () => {
  const text = tableOf(RESULTS);
  for (const { id } of RESULTS) expect(text).toContain(id);
  expect(text).toContain("expected none, but for those in the dying process, found 1 of 100 (1.00 %)");
  expect(text).toContain("failed requests: 1 × POST /api/session");
  expect(text).toContain("   3.0 s  drill: broke it");
  expect(text).toContain("\n1 of 200 requests failed\n");
  expect(text).toContain("packet-delay, 60 RPS: not measured: no <tun> here");
});

it("does not count what fails while the service may be away", () => {
  const [result] = RESULTS;
  if (!result?.verdict) throw new Error("expected a verdict");
  const verdict = { ...result.verdict, failed: 50, mayBeAway: true };
  const away = { ...result, id: "postgres-stopped", verdict };
  expect(tableOf([result, away])).toMatch(
    /^0 of 100 requests failed, without drills in which the service may be away: postgres-stopped$/m,
  );
});

it("has a case of JUnit for each, failed, broken or skipped", () => {
  const xml = junitXml([drillSuite(RESULTS)]);
  expect(xml.match(/<testcase /g)).toHaveLength(4);
  expect(xml).toMatch(/<testsuite name="drills" tests="4" failures="1" errors="1" skipped="1"/);
});

it("has a section of the page for each, with charts where there is something to draw", () => {
  const sections = drillSections(RESULTS);
  expect(sections.map(({ title }) => title)).toEqual([
    "Drills",
    "panic operation, 60 requests a second",
    "panic operation, 120 requests a second",
    "packet delay, 60 requests a second",
    "pgbouncer restarted, 60 requests a second",
  ]);
  expect(sections[2]?.body.match(/<svg/g)).toHaveLength(2);
  expect(sections[2]?.body).toContain("broken</text>");
  expect(sections[3]?.body).toContain("no &lt;tun&gt; here");
});
