import type { Progress } from "../acceptance/measure/bench";
import { clockTime, figure } from "./format";

export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const TTY_INTERVAL_MS = 250;
const LINE_INTERVAL_MS = 5000;
/** The rate is that of the last seconds. */
const RATE_WINDOW_MS = 3000;

/** Tells what goes on: on a terminal in one line that is written anew, else in a line every five seconds. */
export class ProgressLine implements Progress {
  private title = "";
  private seconds: number | undefined;
  private beganMs = 0;
  private requests = 0;
  private errors = 0;
  private recent: number[] = [];
  private timer: NodeJS.Timeout | undefined;

  /** @param leftSeconds what is left after the current step, roughly */
  constructor(
    private readonly out: Terminal,
    private leftSeconds: number,
    private readonly now: () => number = Date.now,
  ) {}

  begin(title: string, seconds?: number): void {
    this.title = title;
    this.seconds = seconds;
    this.beganMs = this.now();
    this.requests = 0;
    this.errors = 0;
    this.recent = [];
    if (!this.out.isTTY) this.out.write(`${this.line()}\n`);
    this.timer ??= setInterval(
      () => {
        this.show();
      },
      this.out.isTTY ? TTY_INTERVAL_MS : LINE_INTERVAL_MS,
    ).unref();
  }

  sample(good: boolean): void {
    this.requests++;
    if (!good) this.errors++;
    this.recent.push(this.now());
  }

  /** A step is over. */
  end(): void {
    this.leftSeconds = Math.max(0, this.leftSeconds - (this.seconds ?? (this.now() - this.beganMs) / 1000));
    this.seconds = undefined;
    if (this.title === "") return;
    const spent = figure((this.now() - this.beganMs) / 1000);
    this.write(`${this.title}: ${this.counts()}${spent} s`);
    if (this.out.isTTY) this.out.write("\n");
    this.title = "";
  }

  close(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private show(): void {
    if (this.title !== "") this.write(this.line());
  }

  private line(): string {
    const own = this.seconds === undefined ? 0 : this.seconds - (this.now() - this.beganMs) / 1000;
    const later = this.leftSeconds - (this.seconds ?? 0);
    return `${this.title}: ${this.rate()}${this.counts()}${clockTime(Math.max(0, own) + Math.max(0, later))} left`;
  }

  private rate(): string {
    if (this.requests === 0) return "";
    const from = Math.max(this.now() - RATE_WINDOW_MS, this.beganMs);
    this.recent = this.recent.filter((at) => at > from);
    const seconds = (this.now() - from) / 1000;
    return seconds < 1 ? "" : `${figure(this.recent.length / seconds)}/s, `;
  }

  private counts(): string {
    return this.requests === 0 ? "" : `${this.errors} errors of ${this.requests}, `;
  }

  private write(line: string): void {
    if (this.out.isTTY) this.out.write(`\r\u001b[K${line.slice(0, (this.out.columns || 80) - 1)}`);
    else this.out.write(`${line}\n`);
  }
}
