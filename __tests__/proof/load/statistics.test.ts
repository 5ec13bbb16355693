import type { Sample } from "../../../proof/load/history";
import { secondsOf, summarize, summarizeByEndpoint, summarizeBySecond } from "../../../proof/load/statistics";

function sample(changes: Partial<Sample> = {}): Sample {
  const base = { endpoint: "GET /ping", atMs: 0, sentMs: 0, latencyMs: 10, status: 200, good: true, poisoned: false };
  return { ...base, ...changes } as Sample;
}

describe("summarize", () => {
  it("counts percentiles over all requests, failed ones too", () => {
    const summary = summarize(Array.from({ length: 100 }, (_, n) => sample({ latencyMs: n + 1, good: n < 50 })));
    for (const percent of [50, 75, 90, 99, 100]) expect(summary.percentile(percent)).toBeCloseTo(percent, 0);
    expect(summary.maxMs).toBe(100);
    expect(summary.errorShare).toBe(0.5);
  });

  it("keeps three digits of a microsecond and of a minute", () => {
    expect(summarize([sample({ latencyMs: 0.123 })]).percentile(50)).toBeCloseTo(0.123, 3);
    const minute = summarize([sample({ latencyMs: 60_000 })]).percentile(50);
    expect(Math.abs(minute - 60_000)).toBeLessThan(60);
  });

  it("tells errors apart by their codes", () => {
    const failed = [{ status: 502 }, { status: 502 }, { status: 0, error: "ETIMEDOUT" }];
    const { errors, errorsByCode } = summarize([sample(), ...failed.map((each) => sample({ ...each, good: false }))]);
    expect(errors).toBe(3);
    expect(errorsByCode).toEqual({ "502": 2, ETIMEDOUT: 1 });
  });

  it("leaves poisoned requests out", () => {
    const summary = summarize([sample(), sample({ poisoned: true, good: false, latencyMs: 9999 })]);
    expect(summary.requests).toBe(1);
    expect(summary.errors).toBe(0);
    expect(summary.maxMs).toBe(10);
  });

  it("has no percentile of nothing", () => {
    const nothing = summarize([]);
    expect(nothing.percentile(90)).toBeNaN();
    expect(nothing.errorShare).toBe(0);
  });
});

it("summarizes each endpoint and each second", () => {
  const samples = [
    sample({ atMs: 0 }),
    sample({ atMs: 999, endpoint: "GET /", good: false }),
    sample({ atMs: 2000, latencyMs: 500 }),
  ];
  const byEndpoint = summarizeByEndpoint(samples);
  expect([...byEndpoint].map(([endpoint, { requests, errors }]) => [endpoint, requests, errors])).toEqual([
    ["GET /ping", 2, 0],
    ["GET /", 1, 1],
  ]);
  expect(summarizeBySecond(samples).map(({ requests, errors }) => [requests, errors])).toEqual([
    [2, 1],
    [0, 0],
    [1, 0],
  ]);
  expect(summarizeBySecond([])).toEqual([]);
});

it("gives a load second by second; 0 where no request was due", () => {
  const samples = [
    sample({ atMs: 0 }),
    sample({ atMs: 999, good: false }),
    sample({ atMs: 1000, poisoned: true }),
    sample({ atMs: 2000, latencyMs: 500 }),
  ];
  const nothing = { requests: 0, failed: 0, p50Ms: 0, p90Ms: 0, maxMs: 0 };
  const rounded = secondsOf(samples).map((second) => {
    return { ...second, p50Ms: Math.round(second.p50Ms), p90Ms: Math.round(second.p90Ms) };
  });
  expect(rounded).toEqual([
    { atSeconds: 0, requests: 2, failed: 1, p50Ms: 10, p90Ms: 10, maxMs: 10 },
    { atSeconds: 1, ...nothing },
    { atSeconds: 2, requests: 1, failed: 0, p50Ms: 500, p90Ms: 500, maxMs: 500 },
  ]);
});
