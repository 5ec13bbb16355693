/** What an installation says of itself, in role.env of its app nodes; seconds. */
export interface OwnLimits {
  readonly young: number;
  readonly old: number;
}

/** An accelerated life of instances; seconds. */
export interface Pace {
  /** How many times faster than the installation's own. */
  readonly faster: number;
  /** From one slot of an instance to its next. */
  readonly period: number;
  readonly young: number;
  readonly old: number;
  /** How long an instance waits in its slot for the others. Not accelerated as the rest: what it waits for is not. */
  readonly lastTry: number;
  /** Ages between which processes die by themselves, evenly spread. */
  readonly life: { readonly min: number; readonly max: number };
}

/**
 * A slot of three seconds with two nodes of two instances. Less is less than a recycling takes: 2.4 to 2.8 s on a machine of two
 * cores. It divides a minute, so that systemd's calendar can say it.
 */
const PERIOD_SECONDS = 12;

/** What a recycling takes of a period: an instance is that much younger in its slot than the period is long. */
const RECYCLING_SECONDS = 2;

/**
 * Older than what is left alone in its slot. Docker waits before it starts again what has lived for less than 10 s, twice as long
 * each time, from a tenth of a second on: for the few in a row of a minute that is no more than a second or two.
 */
const YOUNGEST_DEATH_SECONDS = 8;

/** A drained instance is back within that when nobody asks for what takes it long. */
const LAST_TRY_SECONDS = 10;

/** Deaths come in clusters, as all lives that an instance begins in one minute end alike: more than wanted are aimed at. */
const MORE_DEATHS = 1.5;

/**
 * Computes the pace at which a share of the lives ends before its recycling.
 *
 * @param deathShare deaths for each recycling that are wanted, for example 130 / 5000
 */
export function paceOf(own: OwnLimits, deathShare: number): Pace {
  // One that is too young in its slot is old in the next: the period is the difference.
  const faster = (own.old - own.young) / PERIOD_SECONDS;
  const within = PERIOD_SECONDS - RECYCLING_SECONDS - YOUNGEST_DEATH_SECONDS;
  const share = Math.min(1, Math.max(0.001, deathShare * MORE_DEATHS));
  return {
    faster,
    period: PERIOD_SECONDS,
    young: Math.floor(own.young / faster),
    old: Math.floor(own.old / faster),
    lastTry: LAST_TRY_SECONDS,
    life: { min: YOUNGEST_DEATH_SECONDS, max: Math.round(YOUNGEST_DEATH_SECONDS + within / share) },
  };
}

/** The seconds of a minute at which an instance is recycled. @param turn 0 for the first of all instances, nodes alternating */
export function slotSeconds(turn: number, turns: number, period: number): readonly number[] {
  const first = Math.floor((turn * period) / turns);
  return Array.from({ length: 60 / period }, (_, round) => first + round * period);
}
