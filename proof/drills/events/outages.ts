import type { Instance } from "../site";
import type { Attempt } from "./access-log";
import type { MachineEvent } from "./journal";

/** A moment at which an instance was seen to be away, whether a user asked it or not. */
export interface Failure {
  /** Unix time in ms. */
  readonly at: number;
  readonly instance: string;
}

/** A check that was answered badly or not at all. One that was refused may be a drain, and Docker tells of processes. */
const DOWN = /^(?:\[\w+\] .*: )?Server (?:quick|data)\/(\S+) is DOWN, reason: (?:Layer7|Layer4 timeout)/;

/** Finds where Docker saw a process of bingo end, and where haproxy saw an instance fail its checks. */
export function failuresIn(events: readonly MachineEvent[], instances: readonly Instance[]): Failure[] {
  return events.flatMap(({ at, machine, source, text }): Failure[] => {
    const [container = "", action] = text.split(" ");
    const found = instances.find((each) => each.machine === machine && each.name === container);
    if (source === "docker" && action === "die" && found) return [{ at, instance: found.address }];
    const down = source === "haproxy" ? DOWN.exec(text)?.[1] : undefined;
    return down === undefined ? [] : [{ at, instance: down }];
  });
}

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
export function outagesOf(
  attempts: readonly Attempt[],
  failures: readonly Failure[] = [],
): readonly Readonly<Outage>[] {
  const seen = [...attempts, ...failures.map((failure) => ({ ...failure, ok: false, status: undefined }))];
  const outages: Outage[] = [];
  for (const { at, instance, ok, status } of seen.sort((a, b) => a.at - b.at)) {
    let open = outages.find((outage) => outage.instance === instance && outage.until === undefined);
    if (ok) {
      if (open) open.until = at;
      continue;
    }
    if (!open) {
      open = { instance, from: at, until: undefined, failedAttempts: 0, statuses: {} };
      outages.push(open);
    }
    if (status === undefined) continue;
    open.failedAttempts++;
    open.statuses[status] = (open.statuses[status] ?? 0) + 1;
  }
  return outages;
}
