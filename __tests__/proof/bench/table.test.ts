import type { BenchResult } from "../../../proof/bench/result";
import { markdownOf } from "../../../proof/bench/table";

const answering: BenchResult = {
  title: "this installation",
  deploySeconds: 70.4,
  missed: [],
  latencies: [{ endpoint: "GET /db_dummy", requests: 700, errors: 0, p50: 102, p90: 105.4, p99: 130 }],
  bigListSeconds: 1.234,
  highestRate: { rate: 360, requests: 7200, errors: 0, p50Ms: 4, p90Ms: 102.3, p99Ms: 130 },
  drills: [{ id: "panic-operation", rate: 60, failed: 0, requests: 900, recoverySeconds: 2.34 }],
};
const own: BenchResult = { ...answering, acceptedSeconds: 300 };
const baseline: BenchResult = {
  ...answering,
  title: "baseline",
  missed: ["errors-get-api-session"],
  latencies: [{ endpoint: "GET /db_dummy", requests: 700, errors: 7, p50: 9.87, p90: 1000, p99: 20_000 }],
  drills: [
    { id: "panic-operation", rate: 60, failed: 4, requests: 900 },
    { id: "packet-delay", rate: 60, reason: "no /dev/net/tun here\nlast log lines of app-1:" },
    { id: "end-of-life", rate: 60, failed: 5, requests: 900, recoverySeconds: 1, helped: true },
  ],
};

describe("the table of the benchmark", () => {
  const lines = markdownOf([own, baseline]).split("\n");
  const line = (label: string) => lines.find((each) => each.startsWith(`| ${label}`));

  it("has a column for each", () => {
    expect(lines[0]).toBe("|  | this installation | baseline |");
    expect(new Set(lines.map((each) => each.split("|").length))).toEqual(new Set([5]));
  });

  it("says what is not accepted", () => {
    expect(line("deploy until accepted")).toBe("| deploy until accepted | 300 s | not: errors-get-api-session |");
  });

  it("shows failures beside latencies", () => {
    expect(line("GET /db_dummy")).toBe(
      "| GET /db_dummy: p50 / p90 / p99 at 120/s | 102 / 105 / 130 ms | 9.9 / 1000 / 20000 ms, 7 of 700 failed |",
    );
  });

  it("gives no percentiles of a few requests, and no row to an endpoint without requests", () => {
    const few = { requests: 1, errors: 0, p50: 1000, p90: 1000, p99: 1000 };
    const rows = markdownOf([
      { ...own, latencies: [{ ...few, endpoint: "GET /api/movie" }] },
      { ...own, latencies: [{ ...few, endpoint: "GET /api/session", requests: 0 }] },
    ]).split("\n");
    expect(rows.filter((row) => row.startsWith("| GET /api/"))).toEqual([
      expect.stringMatching(/^\| GET \/api\/session, median/),
      "| GET /api/movie: p50 / p90 / p99 at 120/s | 1000 ms, median of 1 |  |",
    ]);
  });

  it("has a row for every drill of either", () => {
    expect(line("drill panic-operation,")).toBe(
      "| drill panic-operation, 60/s: failed; back after | 0 of 900; 2.3 s | 4 of 900; not seen back |",
    );
    expect(line("drill packet-delay,")).toBe(
      "| drill packet-delay, 60/s: failed; back after |  | no /dev/net/tun here |",
    );
    expect(line("drill end-of-life,")).toBe(
      "| drill end-of-life, 60/s: failed; back after |  | 5 of 900; 1.0 s; made anew by hand before |",
    );
  });
});
