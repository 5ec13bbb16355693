import { setTimeout as pause } from "node:timers/promises";
import type { ClockBounds } from "../facts";

/**
 * One look at another clock. `sentMs` and `receivedMs` are by our clock: the request was sent, the answer was there.
 */
export interface Look {
  readonly sentMs: number;
  readonly receivedMs: number;
  /** Its time, which means some moment from `saidMs` to `saidMs + resolutionMs`. */
  readonly saidMs: number;
  readonly resolutionMs: number;
}

/**
 * Narrows down how far the other clock is ahead. Looks at a clock that jumps contradict each other: the range then
 * spans the contradiction.
 */
export function bounds(looks: readonly Look[]): ClockBounds {
  const one = Math.max(...looks.map(({ saidMs, receivedMs }) => saidMs - receivedMs));
  const other = Math.min(...looks.map(({ saidMs, resolutionMs, sentMs }) => saidMs + resolutionMs - sentMs));
  return { atLeastMs: Math.min(one, other), atMostMs: Math.max(one, other) };
}

/** Looks several times. `Date` has a resolution of one second: looks at different parts of a second narrow it down. */
export async function looks(count: number, look: () => Promise<Look | undefined>): Promise<readonly Look[]> {
  const found: Look[] = [];
  for (let n = 0; n < count; n++) {
    const one = await look();
    if (one) found.push(one);
    await pause(137);
  }
  return found;
}
