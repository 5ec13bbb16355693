// eslint-disable-next-line no-control-regex -- that is what it removes
const ESCAPES = /\u001b\[[0-9;?]*[A-Za-z]/g;
const SPINNER = /^[\u2800-\u28ff]/;
const COUNTS = /^\d+ Stacks? (deploying|destroying)/;
/** cdktf writes the stack's name and two spaces before the engine's first line, and indents the lines that follow. */
const OF_STACK = /^([a-z][a-z0-9-]*)(?: {2}(.*))?$/;
/** Warnings of Node.js and npm about themselves. */
const NOISE = /^\((node:\d+\)|Use `node )|^\[\S+\] \[ERROR\] default - npm warn/;
const BOX = /^[╷│╵]\s?/;

/** Lines of the engine around a connection over SSH, which are not shown. */
const CONNECTION =
  /^(Connected!|Using configured bastion host|Executing: |\s*(Host|User|Password|Private key|Certificate|SSH Agent|Checking Host Key|Target Platform|Bastion Host|.* \(bastion\)): )/;

const DONE: Readonly<Record<string, string>> = { Creation: "made", Destruction: "removed", Modifications: "changed" };

/** One step of a deployment. */
export interface DeploymentEvent {
  /** Seconds since the deployment began. */
  readonly seconds: number;
  /** Name of the stack; empty when the line is about all stacks. */
  readonly stack: string;
  readonly text: string;
}

/** Writes a line for the terminal. */
export function shown({ seconds, stack, text }: DeploymentEvent): string {
  return `${String(Math.round(seconds)).padStart(5)} s  ${stack.padEnd(8)} ${text}`.trimEnd();
}

/**
 * Turns the output of `cdktf deploy` and `cdktf destroy` into short lines: each names a step, its stack and its time.
 *
 * @example
 *     const progress = new DeploymentProgress(() => elapsed);
 *     stdout.on("data", (piece) => progress.push(piece).map(shown).forEach(print));
 */
export class DeploymentProgress {
  private rest = "";
  private stack = "";
  private readonly known = new Set<string>();
  private readonly waiting = new Set<string>();
  /** True while inside a message box that is not shown. */
  private dropping = false;

  /**
   * @param seconds a clock: seconds since the deployment began
   * @param began called at the first output about a stack, which may not be shown. @default nothing is called
   */
  constructor(
    private readonly seconds: () => number,
    private readonly began: (stack: string, seconds: number) => void = () => undefined,
  ) {}

  /** Takes a piece of output. @returns the lines that it completes. */
  push(piece: string): DeploymentEvent[] {
    const lines = (this.rest + piece).split(/\r?\n/);
    this.rest = lines.pop() ?? "";
    return lines.flatMap((line) => this.line(line));
  }

  /** Ends the output. @returns the last line. */
  end(): DeploymentEvent[] {
    return this.push("\n");
  }

  private line(raw: string): DeploymentEvent[] {
    const line = raw.replace(ESCAPES, "");
    if (line.trim() === "" || SPINNER.test(line) || COUNTS.test(line) || NOISE.test(line)) return [];
    const [, stack, first = ""] = OF_STACK.exec(line) ?? [];
    if (stack !== undefined) this.stack = stack;
    else if (!line.startsWith(" ")) this.stack = "";
    if (this.stack !== "" && !this.known.has(this.stack)) {
      this.known.add(this.stack);
      this.began(this.stack, this.seconds());
    }
    const text = this.summary((stack === undefined ? line : first).trim());
    if (text === undefined || text === "") return [];
    return [{ seconds: this.seconds(), stack: this.stack, text }];
  }

  /** Shortens a line of the engine; undefined when it is not shown. */
  private summary(text: string): string | undefined {
    if (BOX.test(text)) return this.boxed(text.replace(BOX, "").trimEnd());
    const output = /^(\S+) \((?:remote|local)-exec\): ?(.*)$/.exec(text)?.[2];
    if (output !== undefined) return this.machineOutput(output);
    const [, resource = "", what = "", after = ""] = /^(\S+): (\w+) complete after (\S+)/.exec(text) ?? [];
    if (DONE[what]) return `${resource} ${DONE[what]} in ${after}`;
    if (/^yandex_compute_instance\.\S+: (Creating|Destroying|Modifying)\.\.\./.test(text)) {
      return text.replace(/ \[id=.*/, "");
    }
    // The engine prints this every ten seconds; once a minute is shown.
    if (/: Still \w+\.\.\. \[(id=\S+, )?\d+m0?0s elapsed\]/.test(text)) return text.replace(/id=\S+, /, "");
    if (/^(Plan:|No changes\.|Apply complete!|Destroy complete!|Error: )/.test(text)) return text;
    return this.stack === "" ? text : undefined;
  }

  /** A line in a message box. The box about the lock file is dropped: the lab's mirror has no signatures to lock. */
  private boxed(text: string): string | undefined {
    if (/^(Warning|Error): /.test(text)) this.dropping = text.startsWith("Warning: Incomplete lock file");
    return this.dropping ? undefined : text;
  }

  /**
   * A line that a machine printed, without the machine's name, as the stack has the same. While the machine boots, the
   * engine tries to connect many times; that is shown once.
   */
  private machineOutput(text: string): string | undefined {
    if (text.startsWith("Connecting to remote host via SSH")) {
      if (this.waiting.has(this.stack)) return undefined;
      this.waiting.add(this.stack);
      return "waiting for SSH";
    }
    if (CONNECTION.test(text)) return undefined;
    const own = `${this.stack} `;
    return text.startsWith(own) ? text.slice(own.length) : text;
  }
}
