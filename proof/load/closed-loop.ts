import { systemClock, type Clock } from "../../lab";
import type { History, Sample } from "./history";
import { HttpClient } from "./http-client";
import { outcomeOf } from "./outcome";
import type { Answer, Request, Source } from "./request";
import type { ServiceUrl } from "./service-url";

/** Without it a service that refuses connections would be asked thousands of times a second. */
const AFTER_NO_ANSWER_SECONDS = 0.1;

export interface ClosedLoad {
  readonly target: ServiceUrl;
  /** Requests under way at once. */
  readonly connections: number;
  /** For how long requests are sent; the last answers may come later. */
  readonly durationSeconds: number;
  readonly source: Source;
  /** Ends the load at once; what is under way then is not counted. */
  readonly signal?: AbortSignal;
  /** Takes each sample when its answer is there, with both. */
  readonly onSample?: (sample: Sample, request: Request, answer: Answer) => void;
  /** @default the clock of this process */
  readonly clock?: Clock;
}

/**
 * Sends the next request of each connection as soon as its last one is answered, as `ab` does. So it takes what the
 * service gives, and shows the throughput that can be had. A service that stands still is asked nothing meanwhile: what
 * users would see of that is shown by `openLoop` alone.
 */
export async function closedLoop(load: ClosedLoad): Promise<History> {
  const { target, connections, durationSeconds, source, signal, clock = systemClock } = load;
  const client = new HttpClient(target, clock);
  const samples: Sample[] = [];
  const interrupted = (): boolean => signal?.aborted ?? false;

  const startedAt = new Date(clock.now());
  const start = clock.monotonic();
  const elapsedMs = (): number => clock.monotonic() - start;

  const connection = async (): Promise<void> => {
    while (!interrupted() && elapsedMs() < durationSeconds * 1000) {
      const request = source.next();
      const sentMs = elapsedMs();
      const answer = await client.exchange(request);
      if (interrupted()) return;
      const sample = { ...outcomeOf(request, answer), atMs: sentMs, sentMs, latencyMs: elapsedMs() - sentMs };
      samples.push(sample);
      source.answered?.(request, answer);
      load.onSample?.(sample, request, answer);
      if (sample.status === 0) await clock.pause(AFTER_NO_ANSWER_SECONDS, signal).catch(() => undefined);
    }
  };

  const stop = (): void => void client.close();
  signal?.addEventListener("abort", stop);
  try {
    await Promise.all(Array.from({ length: connections }, connection));
  } finally {
    signal?.removeEventListener("abort", stop);
    await client.close();
  }
  samples.sort((a, b) => a.atMs - b.atMs);
  const rate = samples.length / durationSeconds;
  return { startedAt, rate, durationSeconds, interrupted: interrupted(), samples };
}
