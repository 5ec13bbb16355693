/** Draining (20), restart (15) and the first answer end before the next instance's slot begins; seconds. */
export const RESTART_SECONDS = 40;

/** From this long before it may die an instance waits for no other. Draining and the timer's delay fit in; seconds. */
export const LAST_SECONDS = 60;

/** What recycling is computed from. */
export interface Recycled {
  /** Age in minutes from which on an instance may die: `bingo.lifetimeMinutes`. */
  readonly lifetimeMinutes: number;
  readonly nodes: number;
  readonly instancesPerNode: number;
}

/** Periods that repeat every hour, so that systemd's calendar can say them; minutes. */
const PERIODS_MINUTES = [3, 4, 5, 6, 10, 12, 15, 20, 30];

/**
 * Computes how often each instance is recycled, in minutes. At most 0.7 of its lifetime, so that one that was too young in
 * its slot lives until the next.
 */
export function recyclePeriodMinutes(lifetimeMinutes: number): number {
  const [shortest = 3] = PERIODS_MINUTES;
  return PERIODS_MINUTES.findLast((period) => period <= 0.7 * lifetimeMinutes) ?? shortest;
}

/** Computes the seconds from one slot of the installation to the next: the time an instance has for its restart. */
export function recycleWindowSeconds({ lifetimeMinutes, nodes, instancesPerNode }: Recycled): number {
  return Math.floor((recyclePeriodMinutes(lifetimeMinutes) * 60) / (nodes * instancesPerNode));
}
