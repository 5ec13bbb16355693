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
  const each = looks.map(({ sentMs, receivedMs, saidMs, resolutionMs }) => ({
    atLeastMs: saidMs - receivedMs,
    atMostMs: saidMs + resolutionMs - sentMs,
  }));
  const atLeastMs = Math.max(...each.map((look) => look.atLeastMs));
  const atMostMs = Math.min(...each.map((look) => look.atMostMs));
  if (atLeastMs <= atMostMs) return { atLeastMs, atMostMs };
  return { atLeastMs: atMostMs, atMostMs: atLeastMs };
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
