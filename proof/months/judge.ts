import type { Kind } from "./snapshot";

/** A value, and how many recyclings there had been. */
export interface Point {
  readonly recyclings: number;
  readonly value: number;
}

export interface Trend {
  /** Median of the second fifth of the samples. The first is the warm-up. */
  readonly early: number;
  /** Median of the last fifth. */
  readonly late: number;
  /** Growth for each 1,000 recyclings between the two. */
  readonly perThousand: number;
  readonly verdict: "flat" | "grows" | "too few samples";
}

/** Growth that is none: a share of the early value, and never less than so much. Kilobytes, files, processes, counts. */
const SHARE = 0.1;
const FLOOR: Readonly<Record<Kind, number>> = {
  // A page here and there, and what Go's collector has not yet given back, in programs of some megabytes.
  memory: 2048,
  // A connection of each client that happens to be open.
  "open files": 12,
  processes: 3,
  // A journal grows by files of 8 MB.
  kilobytes: 10_240,
  files: 48,
  // Elements of a set, units that are starting, processes of a health check.
  count: 16,
};

/** Four in each fifth, so that its median is none of the extremes. */
const FEWEST = 20;

/**
 * Compares the second fifth of a series with its last fifth. Between the two lie three fifths of a run, so a leak shows that
 * would add a sixth to the value in the whole of it. Medians leave out what is shorter than half a fifth: the saw-teeth of a log,
 * what a collector has not collected yet.
 *
 * @param points in order
 */
export function trendOf(kind: Kind, points: readonly Point[]): Trend {
  const fifth = Math.floor(points.length / 5);
  const [second, last] = [points.slice(fifth, 2 * fifth), points.slice(points.length - fifth)];
  const [early, late] = [median(second.map(({ value }) => value)), median(last.map(({ value }) => value))];
  const between = median(last.map(({ recyclings }) => recyclings)) - median(second.map(({ recyclings }) => recyclings));
  const perThousand = between > 0 ? ((late - early) / between) * 1000 : NaN;
  if (points.length < FEWEST) return { early, late, perThousand, verdict: "too few samples" };
  const grows = late - early > Math.max(SHARE * early, FLOOR[kind]);
  return { early, late, perThousand, verdict: grows ? "grows" : "flat" };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
