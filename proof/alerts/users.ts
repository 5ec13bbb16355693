import { idsAt } from "../load/ids";
import { MixedUsers } from "../load/mixed-users";
import { selfSigned } from "../load/service-url";
import { openLoop } from "../load/open-loop";

/** Requests a second: high enough that every instance sees traffic, low enough to leave CPU for the lab. */
const RATE = 15;
const LONGEST_SECONDS = 2 * 3600;

/**
 * Loads the service until the signal comes; errors of this load trigger the alerts.
 *
 * @returns when the load has begun; `end` resolves when it has stopped
 */
export async function users(url: string, signal: AbortSignal): Promise<{ readonly end: Promise<unknown> }> {
  const target = selfSigned(url);
  const source = new MixedUsers(await idsAt(target));
  return { end: openLoop({ target, rate: RATE, durationSeconds: LONGEST_SECONDS, source, signal }) };
}
