import { RECYCLE_PERIOD_SECONDS, recycleLimits, recycleSlots, recycleWindowSeconds } from "../../cloud-init/recycling";

/** Seconds past the period at which an OnCalendar expression of ours fires. */
function offset(expression: string): number {
  const [, minute, period, second] = /^\*:(\d+)\/(\d+):(\d\d)$/.exec(expression) ?? [];
  expect(Number(period) * 60).toBe(RECYCLE_PERIOD_SECONDS);
  return Number(minute) * 60 + Number(second);
}

describe("recycling slots", () => {
  it("are 3 minutes 45 apart with two instances on each of two nodes", () => {
    expect(recycleSlots(0, 2, 2)).toEqual(["*:0/15:00", "*:7/15:30"]);
    expect(recycleSlots(1, 2, 2)).toEqual(["*:3/15:45", "*:11/15:15"]);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])("leave each of %d instances a node a window of its own", (instances) => {
    const offsets = [0, 1].flatMap((node) => recycleSlots(node, 2, instances).map(offset)).sort((a, b) => a - b);
    const window = recycleWindowSeconds(2, instances);
    offsets.forEach((at, index) => {
      const next = offsets[index + 1] ?? RECYCLE_PERIOD_SECONDS;
      expect(next - at).toBeGreaterThanOrEqual(window);
    });
    expect(window).toBeGreaterThanOrEqual(56);
  });

  it("come before the youngest death, 22 minutes, also when an instance was skipped as young", () => {
    const { youngSeconds, oldSeconds } = recycleLimits(2, 2);
    expect(RECYCLE_PERIOD_SECONDS + youngSeconds).toBeLessThan(oldSeconds);
    expect(oldSeconds).toBeLessThan(22 * 60);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])("leave each of %d instances 40 s for its restart", (instances) => {
    expect(recycleLimits(2, instances).lastTrySeconds + 40).toBeLessThanOrEqual(recycleWindowSeconds(2, instances));
    expect(recycleLimits(2, instances).lastTrySeconds).toBeGreaterThan(0);
  });
});
