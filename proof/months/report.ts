import { judged, type Lived, missed } from "./result";

/** All of an accelerated life for programs. Fields are stable; new ones may be added. */
export function monthsReport(lived: Lived) {
  const { wanted, pace, history, seen, chores, days, seconds } = lived;
  const { results, heals, ends, lasting } = history;
  const { summary, failures, lateShare } = seen;
  return {
    ...{ wanted, pace, seconds, days, results, heals, ends, chores },
    users: { requests: summary.requests, failures, lateShare },
    missed: missed(lived),
    judged: judged(lived),
    /** Each with all its points. */
    series: lasting,
  };
}
