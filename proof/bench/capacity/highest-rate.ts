import { FULL } from "../../acceptance/plan";
import type { Summary } from "../../load/statistics";

/** A load of a constant rate, and what users saw of it. */
export interface Step extends Pick<Summary, "requests" | "errors"> {
  /** Requests per second. */
  readonly rate: number;
  /** Latencies of all endpoints together, in ms. */
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly p99Ms: number;
}

/** Share of the requests that may fail, as in the acceptance list. */
const ERROR_SHARE = 0.01;

/** Whether the installation carries such a load. */
export function carried({ requests, errors, p90Ms }: Step): boolean {
  return requests > 0 && errors / requests <= ERROR_SHARE && p90Ms < FULL.p90Ms;
}

/**
 * Loads a service at one rate after the other, up to the first that is not carried: users do not skip a rate.
 *
 * @param load loads the service at a rate
 * @param rates ascending, in requests per second
 * @returns all loads; the last one may be the first that is not carried
 */
export async function climb(load: (rate: number) => Promise<Step>, rates: readonly number[]): Promise<readonly Step[]> {
  const steps: Step[] = [];
  for (const rate of rates) {
    const step = await load(rate);
    steps.push(step);
    if (!carried(step)) break;
  }
  return steps;
}

/** The highest rate that is carried; undefined when not even the first is. */
export function highest(steps: readonly Step[]): Step | undefined {
  return steps.filter(carried).at(-1);
}
