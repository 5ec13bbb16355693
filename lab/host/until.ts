import { setTimeout as sleep } from "node:timers/promises";

/**
 * Waits until the condition holds.
 * @param what is being waited for, for the error: "the package cache answers".
 * @param condition undefined: not yet. It rejects when more waiting would be in vain.
 */
export async function until<T>(
  what: string,
  timeoutSeconds: number,
  condition: () => Promise<T | undefined> | T | undefined,
): Promise<T> {
  const deadline = Date.now() + timeoutSeconds * 1000;
  for (;;) {
    const value = await condition();
    if (value !== undefined) return value;
    if (Date.now() > deadline) throw new Error(`${what}: not so after ${timeoutSeconds} s`);
    await sleep(30);
  }
}
