import { performance } from "node:perf_hooks";
import type { Sample } from "../load/history";
import { explained } from "./report/table";
import type { DrillResult } from "./result";
import type { PlannedDrill } from "./plan";

/** Says what goes on: on a terminal one line that is written anew each second, else a line for each step. */
export class Progress {
  private phase = "";
  private requests = 0;
  private failed = 0;
  private lastSecond = 0;
  private done = 0;
  private readonly started = performance.now();
  private readonly ticks: NodeJS.Timeout | undefined;

  /** @param total how many drills are planned */
  constructor(
    private readonly total: number,
    private readonly out: NodeJS.WriteStream = process.stderr,
  ) {
    if (out.isTTY) {
      this.ticks = setInterval(() => {
        this.rewrite();
      }, 1000);
    }
  }

  tell({ drill, rate }: PlannedDrill, text: string): void {
    this.phase = `[${this.done + 1}/${this.total}] ${drill.id}, ${rate} RPS: ${text}`;
    if (this.out.isTTY) this.rewrite();
    else this.line(this.phase);
  }

  sample({ good, poisoned }: Sample): void {
    this.requests++;
    this.lastSecond++;
    if (!good && !poisoned) this.failed++;
  }

  result(result: DrillResult): void {
    this.done++;
    this.requests = this.failed = 0;
    const { id, rate, status, verdict } = result;
    const counted = verdict ? `, ${verdict.failed} of ${verdict.requests} requests failed` : "";
    this.line(`${id}, ${rate} RPS: ${status}${counted}`);
    for (const line of explained(result)) this.line(line);
  }

  end(): void {
    clearInterval(this.ticks);
    if (this.out.isTTY) this.out.write("\r\u001b[K");
  }

  private rewrite(): void {
    const seconds = Math.round((performance.now() - this.started) / 1000);
    const rate = `${this.lastSecond} answers/s, ${this.failed} of ${this.requests} failed`;
    const line = `${this.phase} (${rate}; ${seconds} s)`;
    this.out.write(`\r\u001b[K${line.slice(0, this.out.columns - 1)}`);
    this.lastSecond = 0;
  }

  private line(text: string): void {
    this.out.write(this.out.isTTY ? `\r\u001b[K${text}\n` : `${text}\n`);
  }
}
