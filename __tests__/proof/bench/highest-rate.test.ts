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
    const load = jest.fn(carried(60));
    await highestRate(load, [60, 120, 180]);
    expect(load.mock.calls).toEqual([[60], [120]]);
  });
});
