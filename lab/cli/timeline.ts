import { writeFileSync } from "node:fs";
import { columns } from "../../script/columns";

/** A part of `up`. Parts overlap. */
export interface Phase {
  readonly name: string;
  /** Seconds since the command was given. */
  readonly from: number;
  readonly seconds: number;
}

/** How long `up` may take, in seconds: on a machine that has nothing yet, and with everything at hand. */
export const AIMS = { cold: 480, warm: 180 } as const;

/** What of a command took how long. */
export class Timeline {
  private readonly known: Phase[] = [];

  /**
   * @param before seconds that the command took before this process began
   * @param now milliseconds
   */
  constructor(
    private readonly before = 0,
    private readonly now: () => number = Date.now,
    private readonly started = now(),
  ) {
    if (before > 0) this.add("set-up of this machine", 0, before);
  }

  /** Seconds since the command was given; at a moment of the clock, in milliseconds. */
  at(moment = this.now()): number {
    return this.before + (moment - this.started) / 1000;
  }

  add(name: string, from: number, to: number): void {
    this.known.push({ name, from, seconds: to - from });
  }

  async timed<T>(name: string, work: () => Promise<T>): Promise<T> {
    const from = this.at();
    const result = await work();
    this.add(name, from, this.at());
    return result;
  }

  /** In the order they began. */
  phases(): readonly Phase[] {
    return [...this.known].sort((a, b) => a.from - b.from);
  }

  /** As a table for a person, with what to shorten first. */
  table(): readonly string[] {
    const phases = this.phases();
    const rows = phases.map(({ name, from, seconds }) => [name, from.toFixed(1), seconds.toFixed(1)]);
    const longest = longestOf(phases);
    return [
      ...columns([["phase", "from", "seconds"], ...rows]),
      `${this.at().toFixed(0)} s in all; the aim is ${AIMS.warm} s, and ${AIMS.cold} s on a machine that has nothing yet.`,
      ...(longest ? [`The longest pole: ${longest.name}, ${longest.seconds.toFixed(0)} s.`] : []),
    ];
  }

  /** The same for a program. */
  write(file: string): void {
    const phases = this.phases();
    const report = { seconds: this.at(), aims: AIMS, longest: longestOf(phases)?.name, phases };
    writeFileSync(file, `${JSON.stringify(report, undefined, 2)}\n`);
  }
}

function longestOf(phases: readonly Phase[]): Phase | undefined {
  return [...phases].sort((a, b) => b.seconds - a.seconds)[0];
}
