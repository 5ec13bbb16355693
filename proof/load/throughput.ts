import type { History } from "./history";

/** Good answers per second, from the load's start until its last request may be sent. */
export function throughput(history: History): number {
  return answersPerSecond(history, 0, history.durationSeconds);
}

/**
 * Good answers per second in the worst window of a load. Windows begin at whole seconds.
 *
 * @param windowSeconds a load that is shorter is one window
 */
export function worstThroughput(history: History, windowSeconds: number): number {
  const last = Math.max(0, Math.floor(history.durationSeconds - windowSeconds));
  const rates = Array.from({ length: last + 1 }, (_, from) =>
    answersPerSecond(history, from, Math.min(from + windowSeconds, history.durationSeconds)),
  );
  return Math.min(...rates);
}

function answersPerSecond({ samples }: History, fromSeconds: number, untilSeconds: number): number {
  const answered = samples.filter(({ atMs, latencyMs, good, poisoned }) => {
    const at = (atMs + latencyMs) / 1000;
    return good && !poisoned && at >= fromSeconds && at < untilSeconds;
  });
  return answered.length / (untilSeconds - fromSeconds);
}
