import { systemClock, type Clock, type Lab } from "../../lab";
import type { Prometheus } from "../../monitoring/prometheus";
import type { AlertCase, Sequence } from "./alert-case";
import { FiringAlerts } from "./firing-alerts";
import type { Schedule } from "./schedule";

/** How long an alert took. */
export interface AlertTiming {
  readonly alert: string;
  readonly case: AlertCase;
  /** Seconds from the cause; undefined: not within the limit. */
  readonly firedSeconds?: number;
  /** Seconds from the cure; undefined: not within the limit. */
  readonly clearedSeconds?: number;
}

export interface TimingOptions {
  readonly lab: Lab;
  readonly prometheus: Prometheus;
  readonly print: (line: string) => void;
  /** How long an alert may take to fire, or to clear. @default 1500: an instance has to grow old */
  readonly limitSeconds?: number;
  /** How often Prometheus is asked. @default 3000 */
  readonly everyMs?: number;
  /** @default the clock of this process */
  readonly clock?: Clock;
}

/** Takes the times of all alerts of a schedule. @throws when a cause or a cure could not be carried through */
export async function measureTimings(schedule: Schedule, options: TimingOptions): Promise<readonly AlertTiming[]> {
  const { prometheus, everyMs = 3000, clock = systemClock } = options;
  const firing = new FiringAlerts(prometheus, everyMs, clock);
  const runs = async (sequences: readonly Sequence[]): Promise<readonly AlertTiming[]> =>
    (await Promise.all(sequences.map((own) => inTurn(own, (one) => timingsOfCase(one, firing, options))))).flat();
  try {
    const [rounds, beside] = await Promise.all([inTurn(schedule.rounds, runs), runs(schedule.beside)]);
    return [...rounds, ...beside, ...(await runs([schedule.last]))];
  } finally {
    firing.end();
  }
}

async function inTurn<T>(
  all: readonly T[],
  take: (one: T) => Promise<readonly AlertTiming[]>,
): Promise<readonly AlertTiming[]> {
  const timings: AlertTiming[] = [];
  for (const one of all) timings.push(...(await take(one)));
  return timings;
}

async function timingsOfCase(
  one: AlertCase,
  firing: FiringAlerts,
  { lab, print, limitSeconds = 1500, clock = systemClock }: TimingOptions,
): Promise<readonly AlertTiming[]> {
  /** Does something, then waits until all alerts of the case fire, or do not. Seconds since it began. */
  const timed = async (begin: () => Promise<unknown>, fires: boolean): Promise<readonly (number | undefined)[]> => {
    const start = clock.now();
    await begin();
    return Promise.all(
      one.alerts.map(async (alert) => {
        const seen = one.seen?.(lab, fires, limitSeconds) ?? firing.until(alert, fires, limitSeconds);
        const seconds = (await seen) ? (clock.now() - start) / 1000 : undefined;
        const [done, missed] = fires ? ["fired", "HAS NOT FIRED"] : ["cleared", "STILL FIRES"];
        print(`  ${alert} ${seconds === undefined ? missed : `${done} after ${seconds.toFixed(0)} s`}`);
        return seconds;
      }),
    );
  };

  print(`${one.what} ...`);
  await one.prepare?.(lab);
  const fired = await timed(() => one.cause(lab), true).catch(async (error: unknown) => {
    // Half of it may have happened.
    await one.cure(lab).catch(() => undefined);
    throw error;
  });
  const cleared = await timed(() => one.cure(lab), false);
  return one.alerts.map((alert, index) => {
    const [firedSeconds, clearedSeconds] = [fired[index], cleared[index]];
    return {
      alert,
      case: one,
      ...(firedSeconds !== undefined && { firedSeconds }),
      ...(clearedSeconds !== undefined && { clearedSeconds }),
    };
  });
}
