import { databaseLost } from "../../../../proof/bench/pools/measure";

const checks = (quick: number, data: number) => ({
  quick: new Map([["app-1", quick]]),
  data: new Map([["app-1", data]]),
});

describe("an instance has lost its database", () => {
  it("when it fails the check for it alone", () => {
    expect(databaseLost(checks(7, 6), checks(7, 8))).toBe(2);
  });

  it("not when it was restarted, and failed both", () => {
    expect(databaseLost(checks(7, 6), checks(8, 7))).toBe(0);
    expect(databaseLost(checks(7, 6), checks(9, 7))).toBe(0);
  });
});
