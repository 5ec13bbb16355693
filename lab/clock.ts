import { setTimeout as sleep } from "node:timers/promises";

/** Source of time. In tests, time passes as they say. */
export interface Clock {
  /** Unix time in milliseconds. It jumps when the clock of this machine is set. */
  now(): number;
  /** Milliseconds since some moment in the past. They never jump. */
  monotonic(): number;
  /** Waits for so many seconds. @throws an AbortError as soon as the signal comes */
  pause(seconds: number, signal?: AbortSignal): Promise<void>;
}

/** The clock of this process. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  pause: (seconds, signal) => sleep(seconds * 1000, undefined, signal ? { signal } : {}),
};
