import { columns } from "../../script/columns";

interface Phase {
  readonly name: string;
  /** Seconds since the command was given. */
  readonly from: number;
  readonly seconds: number;
}

/** The phases of a command and how long each took. Phases may overlap. */
export class Timeline {
  private readonly phases: Phase[] = [];

  /**
   * @param before seconds that the command took before this process began. @default 0
   * @param now a clock, in milliseconds. @default the system's
   */
  constructor(
    private readonly before = 0,
    private readonly now: () => number = Date.now,
    private readonly started = now(),
  ) {
    if (before > 0) this.add("set-up of this machine", 0, before);
  }

  /** Seconds since the command was given. */
  seconds(): number {
    return this.before + (this.now() - this.started) / 1000;
  }

  add(name: string, from: number, to: number): void {
    this.phases.push({ name, from, seconds: to - from });
  }

  /** Adds a phase that lasts as long as the work. A phase that fails is not added. */
  async timed<T>(name: string, work: () => Promise<T>): Promise<T> {
    const from = this.seconds();
    const result = await work();
    this.add(name, from, this.seconds());
    return result;
  }

  /** Lists the phases as lines of a table, in the order in which they began. */
  table(): readonly string[] {
    const rows = [...this.phases]
      .sort((a, b) => a.from - b.from)
      .map(({ name, from, seconds }) => [name, from.toFixed(1), seconds.toFixed(1)]);
    return [...columns([["phase", "from", "seconds"], ...rows]), `${this.seconds().toFixed(0)} s in all`];
  }
}
