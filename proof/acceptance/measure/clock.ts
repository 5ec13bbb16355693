import { setTimeout as pause } from "node:timers/promises";
import type { ClockBounds } from "../facts";

/** One look at another clock: what it said, and when the question was sent and the answer was there by ours. */
export interface Look {
  readonly sentMs: number;
  readonly receivedMs: number;
  /** What it said, and how coarse that is: it meant a moment from `saidMs` to `saidMs + resolutionMs`. */
  readonly saidMs: number;
  readonly resolutionMs: number;
}

/** By how much the other clock can be ahead, after all looks. Clocks that jump give an empty range: the widest is taken. */
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

/** Looks of a header Date tell seconds: taken at different parts of a second they tell more. */
export async function looks(count: number, look: () => Promise<Look | undefined>): Promise<readonly Look[]> {
  const found: Look[] = [];
  for (let n = 0; n < count; n++) {
    const one = await look();
    if (one) found.push(one);
    await pause(137);
  }
  return found;
}
