import { proofPage, proofReport, proofSuites } from "../../../proof/prove/report";
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
const ACCEPTANCE = acceptance({ runs: [run(samples(100))] });
const PROOF = { steps: STEPS, acceptance: ACCEPTANCE, drills: DRILLS };

describe("the report of a proof", () => {
  it("holds the steps and what acceptance and drills found", () => {
    const report = JSON.parse(JSON.stringify(proofReport(PROOF))) as object;
    expect(report).toMatchObject({ steps: STEPS, accept: { conclusion: ACCEPTANCE.conclusion }, drill: DRILLS });
    expect(proofReport({ steps: STEPS })).toEqual({ steps: STEPS, accept: null, check: null, drill: null });
  });

  it("has a suite of the steps, and those of acceptance and drills", () => {
    const xml = junitXml(proofSuites(PROOF));
    expect(xml.match(/<testsuite name="[^"]*"/g)).toEqual([
      '<testsuite name="prove"',
      '<testsuite name="acceptance"',
      '<testsuite name="drills"',
    ]);
    expect(xml.match(/<testcase /g)).toHaveLength(STEPS.length + ACCEPTANCE.verdicts.length + DRILLS.length);
    expect(xml).toContain('<failure message="see its own cases"/>');
    expect(xml).toContain('<error message="no &lt;machine>"/>');
    expect(junitXml(proofSuites({ steps: STEPS })).match(/<testsuite /g)).toHaveLength(1);
  });

  it("is one page with the sections of both", () => {
    const html = proofPage("Proof", PROOF);
    expect(html).toContain("Something does not hold.");
    expect(html).toContain("no &lt;machine&gt;");
    expect(html.match(/<h2>[^<]*<\/h2>/g)).toEqual([
      "<h2>Steps</h2>",
      "<h2>Requirements</h2>",
      "<h2>Loads</h2>",
      "<h2>Latencies and errors</h2>",
      "<h2>Drills</h2>",
      "<h2>packet loss, 60 requests a second</h2>",
      "<h2>packet loss, 120 requests a second</h2>",
    ]);
    expect(html.match(/<!doctype html>/g)).toHaveLength(1);
  });
});
