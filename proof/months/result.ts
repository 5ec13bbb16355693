import type { Sample } from "../load/history";
import { hadTime, inWords, type Seen } from "../load/users";
import { type Bound, boundOf } from "./bounds";
import type { Done } from "./days";
import type { Death } from "./deaths";
import type { History, Series } from "./history";
import { type Trend, trendOf } from "./judge";
import type { Pace } from "./pace";

/** What has to happen. */
export interface Wanted {
  readonly recyclings: number;
  readonly deaths: number;
  /** The run ends then, whatever was reached. */
  readonly hours: number;
  /** Requests per second. */
  readonly rate: number;
}

/** An accelerated life, as it was. */
export interface Lived {
  readonly wanted: Wanted;
  readonly pace: Pace;
  readonly history: History;
  readonly seen: Seen;
  /** Services of the machines' timers that were started. */
  readonly chores: readonly Done[];
  readonly days: number;
  /** Samples that could not be taken, with the reason. */
  readonly unread: readonly string[];
  readonly seconds: number;
}

export interface Judged extends Omit<Series, "points"> {
  readonly trend: Trend;
  /** Set for what may grow up to a limit of the installation. */
  readonly bound?: Bound;
}

/** Judges all that was there all the time. */
export function judged({ history }: Pick<Lived, "history">): readonly Judged[] {
  return history.lasting.map(({ machine, kind, subject, points }) => {
    const bound = boundOf(machine, kind, subject);
    return { machine, kind, subject, trend: trendOf(kind, points), ...(bound && { bound }) };
  });
}

/** Whether a value is flat, or below the limit that it has. */
export function isBounded({ trend, bound }: Judged): boolean {
  if (bound !== undefined) return trend.late <= bound.most;
  return trend.verdict !== "grows";
}

/** Milliseconds around the end of a process in which a request can have been in it. */
const DYING_MS = 1500;

/**
 * Whether a request is a creation that was in an instance as that died. The row may be there, so the edge asks no other one
 * (docs/decisions/0009).
 */
export function wasInDying(
  { endpoint, status, atMs, latencyMs }: Sample,
  beganAt: number,
  deaths: readonly Death[],
): boolean {
  if (endpoint !== "POST /api/session" || (status !== 502 && status !== 504)) return false;
  const [from, to] = [beganAt + atMs - DYING_MS, beganAt + atMs + latencyMs + DYING_MS];
  return deaths.some(({ at }) => at >= from && at <= to);
}

/** Requests that failed and should not have. */
export function lost({ seen, history }: Pick<Lived, "seen" | "history">): readonly Sample[] {
  const { ends } = history;
  return seen.failed.filter((sample) => !wasInDying(sample, seen.beganAt, ends));
}

/** What does not hold, in words; nothing: all of it does. */
export function missed(lived: Lived): readonly string[] {
  const { wanted, history, seen, chores, unread } = lived;
  const count = (what: string, found: number, least: number): string[] =>
    found >= least ? [] : [`${found} ${what} of at least ${least}`];
  return [
    ...count("recyclings", history.recyclings, wanted.recyclings),
    ...count("deaths", history.deaths, wanted.deaths),
    ...lost(lived).map(inWords),
    ...(!hadTime(seen) ? [`${(100 * seen.lateShare).toFixed(0)} % of the requests were sent late`] : []),
    ...judged(lived)
      .filter((each) => !isBounded(each))
      .map(
        ({ machine, kind, subject, trend: { early, late } }) =>
          `${machine}: ${subject}: ${kind} from ${early} to ${late}`,
      ),
    ...[...history.failed].map((unit) => `${unit} has failed`),
    ...chores.filter(({ outcome }) => outcome === "failed").map(({ machine, unit }) => `${machine}: ${unit} failed`),
    ...unread,
  ];
}
