import { setTimeout as pause } from "node:timers/promises";

export interface WaitOptions {
  /** @default 60 */
  readonly timeoutSeconds?: number;
  /** Between two attempts. @default 0.5 */
  readonly intervalSeconds?: number;
}

/** Still to wait, with what was found. */
export interface NotYet {
  readonly found: string;
}

/**
 * Tries until there is a value. What `attempt` throws ends the waiting at once: a wait is no cure for it.
 *
 * @param late makes the error when the time is over, of what was found last
 */
export async function until<T>(
  attempt: () => Promise<{ readonly value: T } | NotYet>,
  late: (found: string, seconds: number) => Promise<Error>,
  { timeoutSeconds = 60, intervalSeconds = 0.5 }: WaitOptions = {},
): Promise<T> {
  const deadline = Date.now() + timeoutSeconds * 1000;
  for (;;) {
    const result = await attempt();
    if ("value" in result) return result.value;
    if (Date.now() >= deadline) throw await late(result.found, timeoutSeconds);
    await pause(intervalSeconds * 1000);
  }
}
