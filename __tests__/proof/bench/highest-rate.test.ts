import { highestRate } from "../../../proof/bench/highest-rate";

const carried = (limit: number) => (rate: number) => Promise.resolve({ errorShare: rate <= limit ? 0.01 : 0.011 });

describe("the highest rate", () => {
  it.each([
    [0, 50],
    [60, 60],
    [120, 179],
    [180, 1000],
  ])("is %d when the service carries %d", async (expected, limit) => {
    expect(await highestRate(carried(limit), [60, 120, 180])).toBe(expected);
  });

  it("is not looked for above one that failed", async () => {
    const asked: number[] = [];
    await highestRate(carried(60), [60, 120, 180], ({ rate }) => asked.push(rate));
    expect(asked).toEqual([60, 120]);
  });
});
