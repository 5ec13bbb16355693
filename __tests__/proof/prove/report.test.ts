import { proofPage, proofReport, proofSuites } from "../../../proof/prove/report";
import type { Result as ChangeResult } from "../../../proof/changes/run";
import type { StepResult } from "../../../proof/prove/steps";
import type { DrillResult } from "../../../proof/drills/result";
import { junitXml } from "../../../proof/report/junit";
import { acceptance, run, samples } from "../../support/acceptance";

const STEPS: readonly StepResult[] = [
  { name: "deploy", status: "pass", seconds: 80 },
  { name: "drill", status: "fail", seconds: 300 },
  { name: "accept", status: "broken", seconds: 4, reason: "no <machine>" },
];
const DRILLS: readonly DrillResult[] = [
  { id: "packet-loss", name: "packet loss", hypothesis: "", rate: 60, status: "not measured", reason: "not here" },
  { id: "packet-loss", name: "packet loss", hypothesis: "", rate: 120, status: "broken", reason: "db: status 1" },
];
const DEPLOYED = { steps: ["edge reload haproxy.service"], failures: [], requests: 3000, noticedSeconds: 0 };
const CHANGES: readonly ChangeResult[] = [
  {
    change: { id: "domain", title: "`domain`" },
    there: { ...DEPLOYED, lateShare: 0, seconds: 25 },
    back: { ...DEPLOYED, lateShare: 0, seconds: 24, failures: ["3.0 s: GET /: status 502 after 3 ms"] },
  },
];
const ACCEPTANCE = acceptance({ runs: [run(samples(100))] });
const PROOF = { steps: STEPS, acceptance: ACCEPTANCE, drills: DRILLS, changes: CHANGES };

describe("the report of a proof", () => {
  it("holds the steps and what acceptance, drills and changes found", () => {
    const report = JSON.parse(JSON.stringify(proofReport(PROOF))) as object;
    expect(report).toMatchObject({
      steps: STEPS,
      accept: { conclusion: ACCEPTANCE.conclusion },
      drill: DRILLS,
      change: CHANGES,
    });
    const none = { accept: null, check: null, drill: null, change: null };
    expect(proofReport({ steps: STEPS })).toEqual({ steps: STEPS, ...none });
  });

  it("has a suite of the steps, and those of acceptance, drills and changes", () => {
    const xml = junitXml(proofSuites(PROOF));
    expect(xml.match(/<testsuite name="[^"]*"/g)).toEqual([
      '<testsuite name="prove"',
      '<testsuite name="acceptance"',
      '<testsuite name="drills"',
      '<testsuite name="changes"',
    ]);
    expect(xml.match(/<testcase /g)).toHaveLength(STEPS.length + ACCEPTANCE.verdicts.length + DRILLS.length + 1);
    expect(xml).toContain("GET /: status 502 after 3 ms");
    expect(xml).toContain('<failure message="see its own cases"/>');
    expect(xml).toContain('<error message="no &lt;machine>"/>');
    expect(junitXml(proofSuites({ steps: STEPS })).match(/<testsuite /g)).toHaveLength(1);
  });

  it("is one page with the sections of each", () => {
    const html = proofPage("Proof", PROOF);
    expect(html).toContain("Something does not hold.");
    expect(html).toContain("no &lt;machine&gt;");
    expect(html.match(/<h2>[^<]*<\/h2>/g)).toEqual([
      "<h2>Steps</h2>",
      "<h2>Requirements</h2>",
      "<h2>Loads</h2>",
      "<h2>Latencies and errors</h2>",
      "<h2>Changes</h2>",
      "<h2>Drills</h2>",
      "<h2>packet loss, 60 requests a second</h2>",
      "<h2>packet loss, 120 requests a second</h2>",
    ]);
    expect(html.match(/<!doctype html>/g)).toHaveLength(1);
  });
});
