import { secondsOf, summarize } from "../../load/statistics";
import { throughput } from "../../load/throughput";
import { FAULTS, type Facts, type LoadName } from "../facts";

/** Requests per second that an instance of bingo answers: 5 each 50 ms. */
const INSTANCE_RATE = 100;

/** Numbers of instances with which the throughput is compared. */
export const INSTANCES = [2, 3, 4] as const;

/** Requests per second that so many instances can give. */
export function capacity(instances: number): number {
  return instances * INSTANCE_RATE;
}

/** The loads as figures, in their order. */
export function loadFigures({ loads }: Facts) {
  return [...loads].map(([name, history]) => {
    const summary = summarize(history.samples);
    const { requests, errors, errorsByCode, maxMs } = summary;
    const ms = (percent: number): number | null => (requests === 0 ? null : summary.percentile(percent));
    return {
      name: loadTitle(name),
      startedAt: history.startedAt,
      seconds: history.durationSeconds,
      requests,
      errors,
      errorsByCode,
      throughput: throughput(history),
      p50Ms: ms(50),
      p90Ms: ms(90),
      p99Ms: ms(99),
      maxMs,
      timeline: secondsOf(history.samples),
    };
  });
}

/** Names a load for people. */
function loadTitle(name: LoadName): string {
  const fault = FAULTS.find((kind) => kind === name);
  return fault === undefined ? name : `POST /operation, ${fault}`;
}
