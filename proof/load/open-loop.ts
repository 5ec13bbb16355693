import { systemClock, type Clock } from "../../lab";
import type { History, Sample } from "./history";
import { HttpClient } from "./http-client";
import type { Answer, Request, Source } from "./request";
import { outcomeOf } from "./outcome";
import type { ServiceUrl } from "./service-url";

export interface Load {
  readonly target: ServiceUrl;
  /** Arrivals per second. */
  readonly rate: number;
  /** For how long requests arrive; the last answers may come later. */
  readonly durationSeconds: number;
  readonly source: Source;
  /** Ends the load at once; what is under way then is not counted. */
  readonly signal?: AbortSignal;
  /** Ends the arrivals before their time; what is under way is still answered and counted. */
  readonly enough?: AbortSignal;
  /** Takes each sample when its answer is there, with both. */
  readonly onSample?: (sample: Sample, request: Request, answer: Answer) => void;
  /** @default the clock of this process */
  readonly clock?: Clock;
}

/**
 * Sends requests at fixed moments, whatever the answers do, and counts latencies from those moments: a service that
 * stands still for a second is seen by all who came in that second, not by one.
 */
export async function openLoop(load: Load): Promise<History> {
  const { target, rate, durationSeconds, source, signal, enough, clock = systemClock } = load;
  const client = new HttpClient(target, clock);
  const samples: Sample[] = [];
  const underWay = new Set<Promise<void>>();
  const interrupted = (): boolean => signal?.aborted ?? false;

  const startedAt = new Date(clock.now());
  const start = clock.monotonic();
  const elapsedMs = (): number => clock.monotonic() - start;
  /** Ends early, without an error, when the signal comes. */
  const untilMs = (atMs: number): Promise<void> =>
    clock.pause((atMs - elapsedMs()) / 1000, signal).catch(() => undefined);

  const serve = async (request: Request, atMs: number): Promise<void> => {
    const sentMs = elapsedMs();
    const answer = await client.exchange(request);
    if (interrupted()) return;
    const sample = { ...outcomeOf(request, answer), atMs, sentMs, latencyMs: elapsedMs() - atMs };
    samples.push(sample);
    source.answered?.(request, answer);
    load.onSample?.(sample, request, answer);
  };

  const stop = (): void => void client.close();
  signal?.addEventListener("abort", stop);
  try {
    const arrivals = Math.round(rate * durationSeconds);
    for (let n = 0; n < arrivals; n++) {
      // From the start, not from the one before: delays do not add up.
      const atMs = (n * 1000) / rate;
      while (!interrupted() && elapsedMs() < atMs) await untilMs(atMs);
      if (interrupted() || enough?.aborted) break;
      const served = serve(source.next(), atMs).finally(() => underWay.delete(served));
      underWay.add(served);
    }
    await Promise.all(underWay);
  } finally {
    signal?.removeEventListener("abort", stop);
    await client.close();
  }
  samples.sort((a, b) => a.atMs - b.atMs);
  return { startedAt, rate, durationSeconds, interrupted: interrupted(), samples };
}
