import { carried, climb, highest, type Step } from "../../../../proof/bench/capacity/highest-rate";

const step = (rate: number, errors = 0, p90Ms = 100): Step => ({
  rate,
  requests: 1000,
  errors,
  p50Ms: 5,
  p90Ms,
  p99Ms: 500,
});
const upTo = (limit: number) => (rate: number) => Promise.resolve(step(rate, rate <= limit ? 10 : 11));

describe("the highest rate", () => {
  it.each([
    [undefined, 50],
    [60, 60],
    [120, 179],
    [180, 1000],
  ])("is %s when the service carries %d", async (expected, limit) => {
    expect(highest(await climb(upTo(limit), [60, 120, 180]))?.rate).toBe(expected);
  });

  it("is not looked for above one that failed", async () => {
    expect((await climb(upTo(60), [60, 120, 180])).map(({ rate }) => rate)).toEqual([60, 120]);
  });

  it("is not carried with errors, with slow answers, or without any request", () => {
    expect([step(60), step(60, 11), step(60, 0, 400), { ...step(60), requests: 0 }].map(carried)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});
