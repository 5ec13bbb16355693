import type { Clock } from "../../lab";

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

interface FakeClockOptions {
  /** Whether nothing happens at this moment; time stands still until then. @default nothing ever does */
  readonly idle?: () => boolean;
  /** How much later than ordered a pause ends, as real ones do. @default 0 */
  readonly lateMs?: number;
}

/**
 * Time that jumps to the end of the next pause as soon as the process has nothing else to do. It comes in whole
 * milliseconds, as that of timers does.
 */
export class FakeClock implements Clock {
  private ms = Date.UTC(2026, 0, 1);
  private readonly sleepers = new Set<Sleeper>();
  private ticking = false;
  private readonly idle: () => boolean;
  private readonly lateMs: number;

  constructor({ idle = () => true, lateMs = 0 }: FakeClockOptions = {}) {
    this.idle = idle;
    this.lateMs = lateMs;
  }

  now(): number {
    return this.ms;
  }

  monotonic(): number {
    return this.ms;
  }

  pause(seconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const wake = (): void => {
        signal?.removeEventListener("abort", interrupt);
        resolve();
      };
      const sleeper = { atMs: this.ms + Math.ceil(seconds * 1000) + this.lateMs, wake };
      const interrupt = (): void => {
        this.sleepers.delete(sleeper);
        reject(new DOMException("This operation was aborted", "AbortError"));
      };
      if (signal?.aborted) {
        interrupt();
        return;
      }
      signal?.addEventListener("abort", interrupt, { once: true });
      this.sleepers.add(sleeper);
      if (!this.ticking) setImmediate(this.tick);
      this.ticking = true;
    });
  }

  /** Wakes one sleeper at a time: what it does next comes before the others wake. */
  private readonly tick = (): void => {
    const [next] = [...this.sleepers].sort((a, b) => a.atMs - b.atMs);
    this.ticking = next !== undefined;
    if (!next) return;
    setImmediate(this.tick);
    if (!this.idle()) return;
    this.sleepers.delete(next);
    this.ms = Math.max(this.ms, next.atMs);
    next.wake();
  };
}
