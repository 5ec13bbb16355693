import { paceOf, slotSeconds } from "../../../proof/months/pace";

it("scales the limits of age like the period", () => {
  const pace = paceOf({ young: 180, old: 540 }, 130 / 5000);
  expect(pace).toMatchObject({ faster: 30, period: 12, young: 6, old: 18 });
});

it("has somewhat more lives end before their recycling than wanted", () => {
  const { life, period } = paceOf({ young: 180, old: 540 }, 130 / 5000);
  const share = (period - 2 - life.min) / (life.max - life.min);
  expect(share).toBeGreaterThan(130 / 5000);
  expect(share).toBeLessThan((2 * 130) / 5000);
});

it("has an instance die before its slot when all are wanted to, and never while it is young", () => {
  const { life, young } = paceOf({ young: 180, old: 540 }, 1);
  expect(life).toEqual({ min: 8, max: 10 });
  expect(life.min).toBeGreaterThan(young);
});

it("divides each minute evenly among instances", () => {
  const slots = [0, 1, 2, 3].map((turn) => slotSeconds(turn, 4, 12));
  expect(slots[0]).toEqual([0, 12, 24, 36, 48]);
  expect(slots.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, slot) => 3 * slot));
});
