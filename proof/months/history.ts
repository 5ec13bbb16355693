import type { MachineEvent } from "../drills/events/journal";
import { type Death, deathsIn } from "./deaths";
import type { Point } from "./judge";
import type { Kind, Snapshot } from "./snapshot";

/** A thing that was counted all the time. */
export interface Series {
  readonly machine: string;
  readonly kind: Kind;
  readonly subject: string;
  readonly points: readonly Point[];
}

/** Of the samples of its machine that a series is in: what comes and goes has no trend. */
const PRESENT_SHARE = 0.8;

/** What the machines of an accelerated life reported, sample by sample. */
export class History {
  private readonly series = new Map<string, { -readonly [K in keyof Series]: Series[K] } & { points: Point[] }>();
  private readonly counters = new Map<string, Snapshot["counters"]>();
  private readonly before = new Map<string, Snapshot["counters"]>();
  private readonly samples = new Map<string, number>();
  private readonly events: MachineEvent[] = [];
  /** Units that had failed in a sample, with their machines. */
  readonly failed = new Set<string>();

  /** Takes the state before the acceleration: what was counted by then does not count. */
  begin({ machine, counters }: Snapshot): void {
    this.before.set(machine, counters);
    this.counters.set(machine, counters);
  }

  add(snapshots: readonly Snapshot[]): void {
    for (const { machine, counters, events, failed } of snapshots) {
      this.counters.set(machine, counters);
      this.events.push(...events.filter(({ text }) => / (kill|die)\b/.test(text)));
      for (const unit of failed) this.failed.add(`${machine}: ${unit}`);
    }
    const recyclings = this.recyclings;
    for (const { machine, values } of snapshots) {
      this.samples.set(machine, (this.samples.get(machine) ?? 0) + 1);
      for (const { kind, subject, value } of values) {
        const key = [machine, kind, subject].join("\t");
        const found = this.series.get(key) ?? { machine, kind, subject, points: [] };
        found.points.push({ recyclings, value });
        this.series.set(key, found);
      }
    }
  }

  /** Series of what was there all the time. */
  get lasting(): readonly Series[] {
    return [...this.series.values()].filter(
      ({ machine, points }) => points.length >= PRESENT_SHARE * (this.samples.get(machine) ?? 0),
    );
  }

  /** Restarts that the clock has ordered and that were done. */
  get recyclings(): number {
    const { done = 0, forced = 0 } = this.results;
    return done + forced;
  }

  /** Slots by how they ended. */
  get results(): Readonly<Record<string, number>> {
    return this.counted(/^bingo_instance_recycles_total\{.*result="(\w+)"/);
  }

  /** Heals by bingo-autoheal, by their reasons. */
  get heals(): Readonly<Record<string, number>> {
    return this.counted(/^bingo_instance_heals_total\{.*reason="([^"]+)"/);
  }

  /** Processes that ended by themselves. */
  get ends(): readonly Death[] {
    return deathsIn(this.events);
  }

  /** Processes that ended by themselves, or turned sick and were healed. */
  get deaths(): number {
    return this.ends.length + (this.heals["unhealthy"] ?? 0);
  }

  private counted(pattern: RegExp): Readonly<Record<string, number>> {
    const sums: Record<string, number> = {};
    for (const [machine, counters] of this.counters) {
      for (const [series, value] of Object.entries(counters)) {
        const key = pattern.exec(series)?.[1];
        if (key !== undefined) sums[key] = (sums[key] ?? 0) + value - (this.before.get(machine)?.[series] ?? 0);
      }
    }
    return sums;
  }
}
