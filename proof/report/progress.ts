import { clockTime, figure } from "./format";

/** Takes what goes on in the steps of a proof, one after the other. */
export interface Progress {
  /** Begins a step. @param seconds how long it takes, where that is known */
  begin(title: string, seconds?: number): void;
  /** Names the part of the step that begins now. */
  phase(name: string): void;
  /** Counts an answer to a user. */
  sample(good: boolean): void;
  /** Ends the step, if one goes on. @param result what came out of it, in a word. @param more lines that explain it */
  end(result?: string, more?: readonly string[]): void;
}

/** Shows nothing. */
export const SILENT: Progress = {
  begin: () => undefined,
  phase: () => undefined,
  sample: () => undefined,
  end: () => undefined,
};

export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const TTY_INTERVAL_MS = 250;
const LINE_INTERVAL_MS = 5000;
/** The rate is that of the last seconds. */
const RATE_WINDOW_MS = 3000;

/** Shows progress: on a terminal in one line that is rewritten, else in a line every five seconds. */
export class ProgressLine implements Progress {
  private title = "";
  private part = "";
  private seconds: number | undefined;
  private beganMs = 0;
  private requests = 0;
  private errors = 0;
  private recent: number[] = [];
  private timer: NodeJS.Timeout | undefined;

  /** @param leftSeconds what all steps take, roughly; undefined: not known, and the time of a step so far is shown */
  constructor(
    private readonly out: Terminal,
    private leftSeconds?: number,
    private readonly now: () => number = Date.now,
  ) {}

  begin(title: string, seconds?: number): void {
    this.title = title;
    this.part = "";
    this.seconds = seconds;
    this.beganMs = this.now();
    this.requests = 0;
    this.errors = 0;
    this.recent = [];
    if (!this.out.isTTY) this.show();
    clearInterval(this.timer);
    const intervalMs = this.out.isTTY ? TTY_INTERVAL_MS : LINE_INTERVAL_MS;
    this.timer = setInterval(() => {
      this.show();
    }, intervalMs).unref();
  }

  phase(name: string): void {
    this.part = `${name}, `;
    this.show();
  }

  sample(good: boolean): void {
    this.requests++;
    if (!good) this.errors++;
    this.recent.push(this.now());
  }

  end(result?: string, more: readonly string[] = []): void {
    if (this.leftSeconds !== undefined) {
      this.leftSeconds = Math.max(0, this.leftSeconds - (this.seconds ?? this.spentSeconds()));
    }
    this.seconds = undefined;
    clearInterval(this.timer);
    if (this.title === "") return;
    const word = result === undefined ? "" : `${result}, `;
    this.write(`${this.title}: ${word}${this.counts()}${figure(this.spentSeconds())} s`);
    if (this.out.isTTY) this.out.write("\n");
    for (const line of more) this.out.write(`${line}\n`);
    this.title = "";
  }

  private show(): void {
    if (this.title !== "") this.write(`${this.title}: ${this.part}${this.rate()}${this.counts()}${this.time()}`);
  }

  private spentSeconds(): number {
    return (this.now() - this.beganMs) / 1000;
  }

  private time(): string {
    if (this.leftSeconds === undefined) return `${clockTime(this.spentSeconds())} so far`;
    const own = this.seconds === undefined ? 0 : this.seconds - this.spentSeconds();
    const later = this.leftSeconds - (this.seconds ?? 0);
    return `${clockTime(Math.max(0, own) + Math.max(0, later))} left`;
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
