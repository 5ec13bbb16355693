import type { Ids } from "../../load/ids";
import { MixedUsers } from "../../load/mixed-users";
import { openLoop } from "../../load/open-loop";
import type { ServiceUrl } from "../../load/service-url";
import { summarize } from "../../load/statistics";
import type { Step } from "./highest-rate";

/** Loads a service at a rate, without the whole lists: they are asked for one at a time, whatever the rate. */
export async function loadAt(target: ServiceUrl, ids: Ids, rate: number, durationSeconds: number): Promise<Step> {
  const source = new MixedUsers(ids, { listEvery: 0 });
  const summary = summarize((await openLoop({ target, rate, durationSeconds, source })).samples);
  const { requests, errors } = summary;
  const [p50Ms = NaN, p90Ms = NaN, p99Ms = NaN] = [50, 90, 99].map((percent) => summary.percentile(percent));
  return { rate, requests, errors, p50Ms, p90Ms, p99Ms };
}

/** Describes a step in a line. */
export function stepText({ rate, requests, errors, p90Ms }: Step): string {
  return `${rate}/s, p90 ${p90Ms.toFixed(0)} ms, ${errors} of ${requests} failed`;
}
