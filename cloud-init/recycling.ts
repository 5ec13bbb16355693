import type { RecycleValues } from "./roles";

/**
 * Period of recycling. bingo dies of age after 22 to 25 minutes, so each instance is restarted every 15: one that was too
 * young at its slot is 15 minutes older at the next one and still below 22.
 */
export const RECYCLE_PERIOD_SECONDS = 15 * 60;

/** A younger instance is left alone in its slot: at its next one it is 19 minutes old at most. */
const YOUNG_SECONDS = 4 * 60;

/** From this age on an instance cannot wait for its next slot, whatever the others do. */
const OLD_SECONDS = 21 * 60;

/** Draining (20), restart (1) and the first answer (15) end before the next instance's slot begins. */
const RESTART_SECONDS = 40;

/**
 * Computes the recycling slots of one node's instances, as systemd OnCalendar expressions. The slots of the whole
 * installation divide the period evenly and alternate between nodes, so that clocks alone keep two restarts apart.
 *
 * @param nodeIndex 0 for the first node
 * @example
 *   recycleSlots(0, 2, 2); // ["*:0/15:00", "*:7/15:30"]
 */
export function recycleSlots(nodeIndex: number, nodes: number, instancesPerNode: number): string[] {
  const step = recycleWindowSeconds(nodes, instancesPerNode);
  return Array.from({ length: instancesPerNode }, (_, instance) => onCalendar((instance * nodes + nodeIndex) * step));
}

/** Computes when an instance is restarted in its slot, and how long it may wait for the others; all in seconds. */
export function recycleLimits(nodes: number, instancesPerNode: number): RecycleValues {
  const lastTrySeconds = recycleWindowSeconds(nodes, instancesPerNode) - RESTART_SECONDS;
  return { youngSeconds: YOUNG_SECONDS, oldSeconds: OLD_SECONDS, lastTrySeconds };
}

/** Computes the seconds from one slot of the installation to the next: the time an instance has for its restart. */
export function recycleWindowSeconds(nodes: number, instancesPerNode: number): number {
  return Math.floor(RECYCLE_PERIOD_SECONDS / (nodes * instancesPerNode));
}

/** `*:3/15:45` is 3:45, 18:45, 33:45 and 48:45 past every hour. */
function onCalendar(offsetSeconds: number): string {
  const minute = Math.floor(offsetSeconds / 60);
  const second = String(offsetSeconds % 60).padStart(2, "0");
  return `*:${minute}/${RECYCLE_PERIOD_SECONDS / 60}:${second}`;
}
