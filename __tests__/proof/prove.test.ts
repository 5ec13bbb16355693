import { page } from "../../proof/report/page";
import { combinedHtml, combinedJson, combinedJunit } from "../../proof/prove/combine";
import { runSteps, type Step, type StepResult } from "../../proof/prove/steps";

const STEPS: readonly StepResult[] = [
  { name: "deploy", status: "pass", seconds: 80 },
  { name: "drill", status: "fail", seconds: 300 },
];
const PARTS = [
  {
    name: "accept",
    json: '{"conclusion":"accepted"}',
    junit:
      '<?xml version="1.0"?>\n<testsuites tests="1"><testsuite name="acceptance" tests="1"><testcase name="a"/><testcase name="b"/></testsuite></testsuites>',
    html: page("Acceptance", [], [{ title: "This & that", body: "<p>body</p>" }]),
  },
  { name: "drill" },
];

describe("the combined report", () => {
  it("holds the steps and what each part found", () => {
    expect(JSON.parse(combinedJson(STEPS, PARTS))).toEqual({
      steps: STEPS,
      accept: { conclusion: "accepted" },
      drill: null,
    });
  });

  it("has the suites of all parts", () => {
    const xml = combinedJunit(STEPS, PARTS);
    expect(xml.match(/<testsuite name="[^"]*"/g)).toEqual(['<testsuite name="prove"', '<testsuite name="acceptance"']);
    expect(xml.match(/<testcase /g)).toHaveLength(4);
    expect(xml.match(/<failure /g)).toHaveLength(1);
    expect(xml.match(/<\/testsuite>/g)).toHaveLength(2);
    expect(xml.trimEnd()).toMatch(/<\/testsuites>$/);
  });

  it("is one page with the sections of all parts", () => {
    const html = combinedHtml("Proof", STEPS, PARTS);
    expect(html).toContain("Something does not hold.");
    expect(html.match(/<h2>[^<]*<\/h2>/g)).toEqual(["<h2>Steps</h2>", "<h2>This &amp; that</h2>"]);
    expect(html).toContain("<p>body</p>");
    expect(html.match(/<!doctype html>/g)).toHaveLength(1);
  });
});

describe("runSteps", () => {
  const step = (name: string, run: Step["run"]): Step => ({ name, run });
  const good = step("good", () => Promise.resolve(true));
  const bad = step("bad", () => Promise.resolve(false));
  const broken = step("broken", () => Promise.reject(new Error("it broke")));

  it("goes on after a bad verdict, and stops after what broke", async () => {
    const told: string[] = [];
    const results = await runSteps([good, bad, good, broken, good], (line) => told.push(line));
    expect(results.map(({ status }) => status)).toEqual(["pass", "fail", "pass", "broken"]);
    expect(results.at(-1)?.reason).toBe("it broke");
    expect(told.at(-1)).toBe("== broken: broken, 0 s\nit broke");
  });

  it("stops after an interruption", async () => {
    const results = await runSteps([good, good], () => undefined, AbortSignal.abort());
    expect(results).toMatchObject([{ status: "broken", reason: "interrupted" }]);
  });
});
