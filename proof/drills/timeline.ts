import { countsText } from "../report/format";
import type { Outage } from "./events/outages";
import type { DrillRun } from "./drill-run";
import { nameOf } from "./site";
import type { Moment } from "./verdict";

/** Lists in order what the drill did, what the edge met and what the machines did. */
export function timelineOf(run: DrillRun, outages: readonly Outage[]): readonly Moment[] {
  const { history, instances, notes, events, marks } = run;
  const start = history.startedAt.getTime();
  const moment = (at: number, who: string, text: string): Moment => ({ atSeconds: (at - start) / 1000, who, text });

  return [
    ...notes.map(({ at, text }) => moment(at.getTime(), "drill", text)),
    ...(marks.recovered === undefined ? [] : [moment(marks.recovered, "drill", "all serve again")]),
    ...outages.flatMap(({ instance, from, until, failedAttempts, statuses }) => {
      const name = nameOf(instances, instance);
      const what = `${failedAttempts} attempts at ${name} failed (${countsText(statuses).join(", ")})`;
      return [
        moment(from, "edge", `${name} fails`),
        ...(until === undefined ? [] : [moment(until, "edge", `${name} answers again; ${what}`)]),
      ];
    }),
    ...events
      // A flood of one sentence says no more than its first.
      .filter(({ machine, source, text }, index) => {
        const before = events[index - 1];
        return before?.machine !== machine || before.source !== source || before.text !== text;
      })
      .map(({ at, machine, source, text }) => moment(at, `${machine} ${source}`, text)),
  ].sort((a, b) => a.atSeconds - b.atSeconds);
}
