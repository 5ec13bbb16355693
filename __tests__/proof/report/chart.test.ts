import { chart } from "../../../proof/report/chart";
import { timelines } from "../../../proof/report/load-charts";
import { htmlTable } from "../../../proof/report/page";

describe("a chart", () => {
  const base = { title: "Rates", xLabel: "seconds", yLabel: "ms" };

  it("draws what is there, and nothing of what is not a number", () => {
    const points = [
      [0, 1],
      [1, NaN],
      [2, 300],
    ] as const;
    const svg = chart({
      ...base,
      yLog: true,
      series: [{ name: "p90", tone: "a", points }],
      marks: [[1, "cut"]],
      limit: 400,
    });
    expect(svg).not.toContain("NaN");
    expect(svg).toMatch(/<polyline class="tone-a" points="[\d.]+,[\d.]+ [\d.]+,[\d.]+">/);
    expect(svg).toContain(">cut</text>");
    expect(svg).toContain(">limit 400</text>");
  });

  it("stands without a single point", () => {
    expect(chart({ ...base, series: [] })).not.toMatch(/NaN|Infinity/);
  });

  it("escapes names", () => {
    expect(chart({ ...base, title: "<b>", series: [] })).not.toContain("<b><b>");
    expect(htmlTable(["a"], [[{ text: '<script>"' }]])).toContain("&lt;script&gt;&quot;");
  });
});

describe("timelines", () => {
  const nothing = { requests: 0, failed: 0, p50Ms: 0, p90Ms: 0, maxMs: 0 };
  const seconds = [
    { atSeconds: 0, requests: 10, failed: 1, p50Ms: 4, p90Ms: 9, maxMs: 12 },
    { atSeconds: 1, ...nothing },
    { atSeconds: 2, requests: 10, failed: 0, p50Ms: 4, p90Ms: 9, maxMs: 12 },
  ];

  it("draw requests and latencies, with the marks in both", () => {
    const html = timelines("Users' requests", seconds, [[1, "broken"]]);
    expect(html.match(/<svg /g)).toHaveLength(2);
    expect(html.match(/>broken<\/text>/g)).toHaveLength(2);
  });

  it("draw a second without a request as none, and give it no latency", () => {
    const points = [...timelines("", seconds).matchAll(/points="([^"]*)"/g)].map(
      ([, all = ""]) => all.split(" ").length,
    );
    expect(points).toEqual([3, 2, 2, 2]);
  });
});
