import { messageOf } from "../../config/message-of";
import { type Clock, systemClock } from "../../lab";

export interface Watching {
  /** Looks once. What it throws is shown in place of what it found, and looking goes on. */
  readonly look: () => Promise<readonly string[]>;
  /** Shows lines in place of the former ones. */
  readonly show: (lines: readonly string[]) => void;
  /** Seconds from the end of one look to the next. */
  readonly pauseSeconds: number;
  /** Ends it. */
  readonly signal: AbortSignal;
  readonly clock?: Clock;
}

/** Looks again and again until it is told to end. Each picture begins with its time, so that an old one is seen to be old. */
export async function watch({ look, show, pauseSeconds, signal, clock = systemClock }: Watching): Promise<void> {
  while (!signal.aborted) {
    const lines = await look().catch((error: unknown) => [`! ${messageOf(error)}`]);
    show([new Date(clock.now()).toISOString().replace(/\.\d+/, ""), "", ...lines]);
    await clock.pause(pauseSeconds, signal).catch(() => undefined);
  }
}
