import { recycleLimits, recycleSlots } from "../../cloud-init/recycling";
import { recyclePeriodMinutes, recycleWindowSeconds, RESTART_SECONDS } from "../../config/recycling";

const LIFETIMES = Array.from({ length: 55 }, (_, index) => 6 + index);

const usual = (lifetimeMinutes: number) => ({ lifetimeMinutes, nodes: 2, instancesPerNode: 2 });

/** Seconds past the period at which an OnCalendar expression of ours fires. */
function offset(expression: string): number {
  const [, minute, , second] = /^\*:(\d+)\/(\d+):(\d\d)$/.exec(expression) ?? [];
  return Number(minute) * 60 + Number(second);
}

describe("recycling slots", () => {
  it("are 1 minute 30 apart with two instances on each of two nodes, as bingo may die at 10 minutes", () => {
    expect(recycleSlots(0, usual(10))).toEqual(["*:0/6:00", "*:3/6:00"]);
    expect(recycleSlots(1, usual(10))).toEqual(["*:1/6:30", "*:4/6:30"]);
  });

  it("are 3 minutes 45 apart where it lives for 22", () => {
    expect(recycleSlots(1, usual(22))).toEqual(["*:3/15:45", "*:11/15:15"]);
  });

  it.each([1, 2, 3, 4])("leave each of %d instances a node a window of its own", (instancesPerNode) => {
    const recycled = { lifetimeMinutes: 10, nodes: 2, instancesPerNode };
    const offsets = [0, 1].flatMap((node) => recycleSlots(node, recycled).map(offset)).sort((a, b) => a - b);
    const window = recycleWindowSeconds(recycled);
    offsets.forEach((at, index) => {
      expect((offsets[index + 1] ?? 360) - at).toBeGreaterThanOrEqual(window);
    });
    expect(recycleLimits(recycled).lastTrySeconds).toBe(window - RESTART_SECONDS);
    expect(recycleLimits(recycled).lastTrySeconds).toBeGreaterThan(0);
  });

  it.each(LIFETIMES)("come before death at %d minutes, also after one in which it was too young", (lifetime) => {
    const { youngSeconds, oldSeconds } = recycleLimits(usual(lifetime));
    expect(youngSeconds).toBeGreaterThan(0);
    expect(recyclePeriodMinutes(lifetime) * 60 + youngSeconds).toBeLessThanOrEqual(oldSeconds);
    expect(oldSeconds).toBeLessThan(lifetime * 60);
    expect(60 % recyclePeriodMinutes(lifetime)).toBe(0);
  });
});

/** Oldest age in seconds that an instance reaches in a day in which it is started anew at random moments. */
function oldestAge(lifetimeMinutes: number, startedAnew: readonly number[], othersAway: boolean): number {
  const { youngSeconds, oldSeconds, lastTrySeconds } = recycleLimits(usual(lifetimeMinutes));
  const period = recyclePeriodMinutes(lifetimeMinutes) * 60;
  let born = 0;
  let oldest = 0;
  for (let slot = period; slot < 86_400; slot += period) {
    for (const start of startedAnew) if (start > slot - period && start <= slot) born = start;
    const age = slot - born;
    oldest = Math.max(oldest, age);
    if (age < youngSeconds) continue;
    // bingo-recycle: until the last try, or until it is old, it waits for the others; then draining and the restart.
    const waits = othersAway ? Math.max(0, Math.min(lastTrySeconds, oldSeconds - age)) : 0;
    oldest = Math.max(oldest, age + waits + 20);
    born = slot + waits + 20;
  }
  return oldest;
}

it.each([6, 10, 22, 60])("no instance reaches its lifetime of %d minutes in any of 200 days", (lifetime) => {
  let seed = 1;
  const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  const days = Array.from({ length: 200 }, (_, day) =>
    oldestAge(
      lifetime,
      Array.from({ length: 40 }, () => random() * 86_400),
      day % 2 === 0,
    ),
  );
  expect(Math.max(...days)).toBeLessThan(lifetime * 60);
  // Nor is it restarted much more often than needed.
  expect(Math.min(...days)).toBeGreaterThan(lifetime * 60 * 0.4);
});
