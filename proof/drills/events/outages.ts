import type { Attempt } from "./access-log";

/** A time in which an instance answered no request: from its first failure to its next good answer. */
export interface Outage {
  readonly instance: string;
  /** When it began, as Unix time in ms. */
  readonly from: number;
  /** When it ended, as Unix time in ms; undefined: the instance has not answered well again so far. */
  until: number | undefined;
  failedAttempts: number;
  /** Number of failed attempts by status. */
  readonly statuses: Record<string, number>;
}

/** Finds the outages of every instance, in the order in which they began. */
export function outagesOf(attempts: readonly Attempt[]): readonly Readonly<Outage>[] {
  const outages: Outage[] = [];
  for (const { at, instance, ok, status } of [...attempts].sort((a, b) => a.at - b.at)) {
    let open = outages.find((outage) => outage.instance === instance && outage.until === undefined);
    if (ok) {
      if (open) open.until = at;
      continue;
    }
    if (!open) {
      open = { instance, from: at, until: undefined, failedAttempts: 0, statuses: {} };
      outages.push(open);
    }
    open.failedAttempts++;
    open.statuses[status] = (open.statuses[status] ?? 0) + 1;
  }
  return outages;
}
