import {
  LAST_SECONDS,
  recyclePeriodMinutes,
  recycleWindowSeconds,
  RESTART_SECONDS,
  type Recycled,
} from "../config/recycling";
import type { RecycleValues } from "./roles";

/**
 * Computes the recycling slots of one node's instances, as systemd OnCalendar expressions. The slots of the whole
 * installation divide the period evenly and alternate between nodes, so that clocks alone keep two restarts apart.
 *
 * @param nodeIndex 0 for the first node
 * @example
 *   recycleSlots(0, { lifetimeMinutes: 10, nodes: 2, instancesPerNode: 2 }); // ["*:0/6:00", "*:3/6:00"]
 */
export function recycleSlots(nodeIndex: number, recycled: Recycled): string[] {
  const { lifetimeMinutes, nodes, instancesPerNode } = recycled;
  const window = recycleWindowSeconds(recycled);
  const period = recyclePeriodMinutes(lifetimeMinutes);
  return Array.from({ length: instancesPerNode }, (_, instance) =>
    onCalendar((instance * nodes + nodeIndex) * window, period),
  );
}

/** Computes when an instance is restarted in its slot, and how long it may wait for the others; all in seconds. */
export function recycleLimits(recycled: Recycled): RecycleValues {
  const oldSeconds = recycled.lifetimeMinutes * 60 - LAST_SECONDS;
  return {
    // A younger one is still no older than that at its next slot.
    youngSeconds: oldSeconds - recyclePeriodMinutes(recycled.lifetimeMinutes) * 60,
    oldSeconds,
    lastTrySeconds: recycleWindowSeconds(recycled) - RESTART_SECONDS,
  };
}

/** `*:3/15:45` is 3:45, 18:45, 33:45 and 48:45 past every hour. */
function onCalendar(offsetSeconds: number, periodMinutes: number): string {
  const minute = Math.floor(offsetSeconds / 60);
  const second = String(offsetSeconds % 60).padStart(2, "0");
  return `*:${minute}/${periodMinutes}:${second}`;
}
