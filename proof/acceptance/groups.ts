import type { Run } from "./facts";
import type { Sample } from "../load/history";

/** Joins the samples of loads that ran at once, by the name of their group. */
export function samplesByGroup(runs: readonly Run[]): ReadonlyMap<string, readonly Sample[]> {
  const groups = new Map<string, Sample[]>();
  for (const { group, history } of runs) groups.set(group, [...(groups.get(group) ?? []), ...history.samples]);
  return groups;
}
