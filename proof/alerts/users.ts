import { HttpClient } from "../load/http-client";
import { discoverIds } from "../load/ids";
import { MixedUsers } from "../load/mixed-users";
import { selfSigned } from "../load/service-url";
import { openLoop } from "../load/open-loop";

/** So many arrivals a second that each instance has some, and the machine that runs the lab keeps time for others. */
const RATE = 15;
const LONGEST_SECONDS = 2 * 3600;

/**
 * Users of the service until `signal` comes. Their errors are what the alerts are about. What is returned when they have
 * begun ends with them.
 */
export async function users(url: string, signal: AbortSignal): Promise<{ readonly end: Promise<unknown> }> {
  const target = selfSigned(url);
  const client = new HttpClient(target);
  const ids = await discoverIds(client);
  await client.close();
  const source = new MixedUsers(ids);
  return { end: openLoop({ target, rate: RATE, durationSeconds: LONGEST_SECONDS, source, signal }) };
}
