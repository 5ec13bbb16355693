import type { MachineEvent } from "../drills/events/journal";

/** An instance that ended by itself. */
export interface Death {
  /** Unix time in ms. */
  readonly at: number;
  readonly machine: string;
  readonly instance: string;
  /** Of its process, for example 137 when it met the limit of its memory. */
  readonly status: number;
}

/** Docker sends TERM, and a second later KILL, at times when the process has ended; no life is shorter than ten seconds. */
const ORDERED_MS = 8_000;

/**
 * Finds the processes that ended without having been told to: Docker says `kill` before it ends one. One that turned sick ends
 * so, too, by bingo-autoheal, which counts it.
 */
export function deathsIn(events: readonly MachineEvent[]): readonly Death[] {
  const told = new Map<string, number>();
  const deaths: Death[] = [];
  for (const { at, machine, text } of [...events].sort((a, b) => a.at - b.at)) {
    const [, instance = "", action, status] = /^(\S+) (kill|die)(?: with status (\d*))?$/.exec(text) ?? [];
    const key = `${machine} ${instance}`;
    if (action === "kill") told.set(key, at);
    if (action !== "die" || instance === "bingo-port-probe") continue;
    if (at - (told.get(key) ?? -Infinity) > ORDERED_MS) deaths.push({ at, machine, instance, status: Number(status) });
    told.delete(key);
  }
  return deaths;
}

/** In words, how often each way to die was taken. @param sick heals of instances that were unhealthy */
export function waysToDie(deaths: readonly Death[], sick: number): string {
  const count = (status: (of: number) => boolean): number => deaths.filter((death) => status(death.status)).length;
  return [
    `${count((status) => status === 0)} ended with status 0`,
    `${count((status) => status === 2)} panicked`,
    `${count((status) => status === 137)} met their limit of memory`,
    `${count((status) => ![0, 2, 137].includes(status))} otherwise`,
    `${sick} were sick and restarted`,
  ].join(", ");
}
