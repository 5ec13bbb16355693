import { systemClock, type Clock } from "./clock";

export interface WaitOptions {
  /** @default 60 */
  readonly timeoutSeconds?: number;
  /** Between two attempts. @default 0.5 */
  readonly intervalSeconds?: number;
}

export interface UntilOptions extends WaitOptions {
  /** Ends the wait with an error, also in a pause between two attempts. */
  readonly signal?: AbortSignal;
  /** @default the clock of this process */
  readonly clock?: Clock;
}

/** Interval for what the kernel does of its own accord within a moment. */
export const POLL_SECONDS = 0.03;

/** Result of an attempt: the value, or a description of what is there in its place so far. */
export type AttemptResult<T> = { readonly value: T } | { readonly found: string };

/** Makes the error of a wait that has ended without a value. */
export type Late = (found: string, timeoutSeconds: number) => Error | Promise<Error>;

/**
 * Tries until there is a value.
 *
 * @param attempt may reject: its error ends the wait at once
 * @param late what was expected, as the beginning of the error's sentence; or a function that makes the error
 * @throws when the time is over after an attempt that gave no value, or when the signal aborts
 * @example
 *     const answer = await until(
 *       async () => ((await status()) === 200 ? { value: "well" } : { found: "no answer" }),
 *       "edge: expected an answer",
 *       { timeoutSeconds: 10 },
 *     ); // "edge: expected an answer within 10 s, found no answer"
 */
export async function until<T>(
  attempt: () => AttemptResult<T> | Promise<AttemptResult<T>>,
  late: string | Late,
  { timeoutSeconds = 60, intervalSeconds = 0.5, signal, clock = systemClock }: UntilOptions = {},
): Promise<T> {
  const deadline = clock.now() + timeoutSeconds * 1000;
  for (;;) {
    signal?.throwIfAborted();
    const result = await attempt();
    if ("value" in result) return result.value;
    if (clock.now() >= deadline) throw await lateError(late, result.found, timeoutSeconds);
    await clock.pause(intervalSeconds, signal);
  }
}

function lateError(late: string | Late, found: string, timeoutSeconds: number): Error | Promise<Error> {
  return typeof late === "string"
    ? new Error(`${late} within ${timeoutSeconds} s, found ${found}`)
    : late(found, timeoutSeconds);
}
