import { htmlReport } from "../../../proof/acceptance/report/html";
import { acceptanceReport } from "../../../proof/acceptance/report/json";
import { acceptanceSuite } from "../../../proof/acceptance/report/junit";
import { junitXml } from "../../../proof/report/junit";
import { textReport } from "../../../proof/acceptance/report/table";
import { acceptance, run, samples } from "../../support/acceptance";

const FACTS = {
  runs: [
    run(samples(200, (n) => (n < 3 ? { good: false, status: 502 } : {}))),
    run(samples(100), { group: "all endpoints at the peak rate" }),
  ],
};
const FOUND = acceptance(FACTS);

describe("the report", () => {
  it("as text: what was measured beside its limit, on pass too, then what was not measured", () => {
    const lines = textReport(FOUND, 200).split("\n");
    const line = (part: string): string => lines.find((each) => each.includes(part))?.replace(/\s+/g, " ") ?? "";
    expect(line("GET /db_dummy: 90 %")).toMatch(/│ 110 ms │ at most 400 │ pass │/);
    expect(line("GET /db_dummy: errors")).toMatch(/│ 1 % │ at most 1 │ pass │ 3 of 300, 3 × 502/);
    expect(line("  http3:")).toBe(" http3: HTTP/3 works: not asked for");
    expect(lines.at(-1)).toMatch(/^Undecided: \d+ passed, 0 failed, \d+ not measured \(the full plan, 400 s\)\.$/);
  });

  it("as JSON: rows, and every load second by second", () => {
    const report = JSON.parse(JSON.stringify(acceptanceReport(FOUND))) as {
      conclusion: string;
      rows: { id: string; outcome: string; measured?: number }[];
      loads: { name: string; endpoints: object[]; timeline: object[] }[];
    };
    expect(report.conclusion).toBe("undecided");
    expect(report.rows.find(({ id }) => id === "errors-get-db-dummy")).toMatchObject({ outcome: "pass", measured: 1 });
    const [load] = report.loads;
    expect(load?.endpoints).toMatchObject([{ endpoint: "GET /db_dummy", requests: 200, errors: 3 }]);
    expect(load?.timeline).toMatchObject([
      { requests: 100, errors: 3 },
      { requests: 100, errors: 0 },
    ]);
  });

  it("as JUnit: a case for each row; not measured is skipped", () => {
    const rejected = acceptance({ runs: [run(samples(100, () => ({ good: false, status: 500 })))] });
    const xml = junitXml([acceptanceSuite(rejected)]);
    const count = (outcome: string): number => rejected.verdicts.filter((each) => each.outcome === outcome).length;
    expect(xml.match(/<testcase /g)).toHaveLength(rejected.verdicts.length);
    expect(xml.match(/<failure /g)).toHaveLength(count("fail"));
    expect(xml.match(/<skipped\/>/g)).toHaveLength(count("not measured"));
    expect(xml).toContain("100 %, at most 1: 100 of 100, 100 × 500");
  });

  it("as a page that needs nothing from elsewhere", () => {
    const html = htmlReport(FOUND);
    expect(html).not.toMatch(/<script|<link|<img|@import|url\(|src=|href=/);
    expect(html).toContain("prefers-color-scheme: dark");
    expect(html).toContain('name="viewport"');
    expect(html.match(/<svg /g)?.length).toBeGreaterThanOrEqual(4);
    expect(html).not.toMatch(/NaN|undefined|Infinity/);
    expect(html).toContain(">GET /db_dummy: errors (120/s)<");
  });
});
