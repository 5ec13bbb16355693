import { junitXml } from "../../../proof/report/junit";

it("writes a suite for each, and counts what failed, broke and was not measured", () => {
  const one = { className: "a", name: "one" };
  const xml = junitXml([
    {
      name: "first",
      startedAt: new Date(0),
      seconds: 3,
      cases: [
        { ...one, status: "pass", output: "1 of <2>", seconds: 1.5 },
        { ...one, status: "fail", message: "too slow", type: "speed" },
        { ...one, status: "broken", message: "no machine" },
        { ...one, status: "not measured", message: "not from here" },
      ],
    },
    { name: "second", cases: [] },
  ]);
  expect(xml).toMatch(
    /<testsuite name="first" timestamp="1970-01-01T00:00:00" time="3" tests="4" failures="1" errors="1" skipped="1"/,
  );
  expect(xml).toContain("<system-out><![CDATA[1 of <2>]]></system-out>");
  expect(xml).toContain('<failure message="too slow" type="speed"/>');
  expect(xml).toContain('<error message="no machine"/>');
  expect(xml).toMatch(/<testsuite name="second" tests="0"/);
  expect(xml.trimEnd()).toMatch(/<\/testsuites>$/);
});
