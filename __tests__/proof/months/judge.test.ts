import { type Point, trendOf } from "../../../proof/months/judge";

/** A hundred samples, ten recyclings apart. */
function points(valueAt: (sample: number) => number): Point[] {
  return Array.from({ length: 100 }, (_, sample) => ({ recyclings: 10 * sample, value: valueAt(sample) }));
}

/** The same numbers in each run, evenly spread from -1 to 1. */
const noise = (sample: number): number => ((sample * 37) % 101) / 50 - 1;

it("finds noise flat", () => {
  expect(
    trendOf(
      "memory",
      points((sample) => 50_000 + 4000 * noise(sample)),
    ).verdict,
  ).toBe("flat");
});

it("finds a steady leak, below noise", () => {
  const trend = trendOf(
    "memory",
    points((sample) => 50_000 + 200 * sample + 4000 * noise(sample)),
  );
  expect(trend.verdict).toBe("grows");
  expect(trend.perThousand).toBeGreaterThan(15_000);
  expect(trend.perThousand).toBeLessThan(25_000);
});

it("finds a leak of the smallest kind: one open file with each ten recyclings", () => {
  expect(
    trendOf(
      "open files",
      points((sample) => 40 + sample),
    ).verdict,
  ).toBe("grows");
});

it("finds one step up at the warm-up flat", () => {
  expect(
    trendOf(
      "memory",
      points((sample) => (sample < 15 ? 20_000 : 60_000)),
    ).verdict,
  ).toBe("flat");
});

it("finds one step up later on growing", () => {
  expect(
    trendOf(
      "memory",
      points((sample) => (sample < 60 ? 20_000 : 60_000)),
    ).verdict,
  ).toBe("grows");
});

it("finds the saw-teeth of a log that is rotated flat", () => {
  expect(
    trendOf(
      "kilobytes",
      points((sample) => 30_000 + 4000 * (sample % 7)),
    ).verdict,
  ).toBe("flat");
});

it("finds saw-teeth on a slope growing", () => {
  expect(
    trendOf(
      "kilobytes",
      points((sample) => 30_000 + 4000 * (sample % 7) + 400 * sample),
    ).verdict,
  ).toBe("grows");
});

it("does not take little for growth, however small the value is", () => {
  expect(
    trendOf(
      "memory",
      points((sample) => 1000 + 10 * sample),
    ).verdict,
  ).toBe("flat");
});

it("says nothing of few samples", () => {
  expect(trendOf("memory", points((sample) => 1000 * sample).slice(0, 19)).verdict).toBe("too few samples");
});
