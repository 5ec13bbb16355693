// eslint-disable-next-line no-control-regex -- that is what it removes
const ESCAPES = /\u001b\[[0-9;?]*[A-Za-z]/g;
const SPINNER = /^[\u2800-\u28ff]/;
const COUNTS = /^\d+ Stacks? (deploying|destroying)/;
/** cdktf puts the stack's name before what the engine prints, two spaces between, and indents the lines that follow. */
const OF_STACK = /^([a-z][a-z0-9-]*)(?: {2}(.*))?$/;
/** Words of Node and npm on themselves. */
const NOISE = /^\((node:\d+\)|Use `node )|^\[\S+\] \[ERROR\] default - npm warn/;
const BOX = /^[╷│╵]\s?/;

/** How the engine introduces and ends a connection; of these lines one matters. */
const CONNECTION =
  /^(Connected!|Using configured bastion host|Executing: |\s*(Host|User|Password|Private key|Certificate|SSH Agent|Checking Host Key|Target Platform|Bastion Host|.* \(bastion\)): )/;

const DONE: Readonly<Record<string, string>> = { Creation: "made", Destruction: "removed", Modifications: "changed" };

/** One thing that is done. */
export interface ProgressLine {
  /** Since the start. */
  readonly seconds: number;
  /** Empty: of all of them. */
  readonly stack: string;
  readonly text: string;
}

/** A line as it is shown. */
export function shown({ seconds, stack, text }: ProgressLine): string {
  return `${String(Math.round(seconds)).padStart(5)} s  ${stack.padEnd(8)} ${text}`.trimEnd();
}

/** Makes readable lines of what `cdktf deploy` prints: what is done, for which stack, after how many seconds. */
export class Progress {
  private rest = "";
  private stack = "";
  private readonly waiting = new Set<string>();
  /** Whether the box of messages that lasts is of no account. */
  private dropping = false;

  /**
   * @param seconds since the start
   * @param word learns every line of a stack, also what is not worth telling
   */
  constructor(
    private readonly seconds: () => number,
    private readonly word: (stack: string, text: string, seconds: number) => void = () => undefined,
  ) {}

  /** The lines that a further piece of output makes whole. */
  push(piece: string): ProgressLine[] {
    const lines = (this.rest + piece).split(/\r?\n/);
    this.rest = lines.pop() ?? "";
    return lines.flatMap((line) => this.line(line));
  }

  end(): ProgressLine[] {
    return this.push("\n");
  }

  private line(raw: string): ProgressLine[] {
    const line = raw.replace(ESCAPES, "");
    if (line.trim() === "" || SPINNER.test(line) || COUNTS.test(line) || NOISE.test(line)) return [];
    const [, stack, first = ""] = OF_STACK.exec(line) ?? [];
    if (stack !== undefined) this.stack = stack;
    else if (!line.startsWith(" ")) this.stack = "";
    if (this.stack !== "") this.word(this.stack, line, this.seconds());
    const text = this.told((stack === undefined ? line : first).trim());
    if (text === undefined || text === "") return [];
    return [{ seconds: this.seconds(), stack: this.stack, text }];
  }

  private told(text: string): string | undefined {
    if (BOX.test(text)) return this.boxed(text.replace(BOX, "").trimEnd());
    const said = /^(\S+) \((?:remote|local)-exec\): ?(.*)$/.exec(text)?.[2];
    if (said !== undefined) return this.said(said);
    const [, resource = "", what = "", after = ""] = /^(\S+): (\w+) complete after (\S+)/.exec(text) ?? [];
    if (DONE[what]) return `${resource} ${DONE[what]} in ${after}`;
    if (/^yandex_compute_instance\.\S+: (Creating|Destroying|Modifying)\.\.\./.test(text)) {
      return text.replace(/ \[id=.*/, "");
    }
    // The engine says so every ten seconds.
    if (/: Still \w+\.\.\. \[(id=\S+, )?\d+m0?0s elapsed\]/.test(text)) return text.replace(/id=\S+, /, "");
    if (/^(Plan:|No changes\.|Apply complete!|Destroy complete!|Error: )/.test(text)) return text;
    return this.stack === "" ? text : undefined;
  }

  /** The mirror has no signatures of the registry to lock: that is as it should be. */
  private boxed(text: string): string | undefined {
    if (/^(Warning|Error): /.test(text)) this.dropping = text.startsWith("Warning: Incomplete lock file");
    return this.dropping ? undefined : text;
  }

  /** What a machine itself says, without its name, which is the stack's. The engine tries to connect many times while it boots. */
  private said(text: string): string | undefined {
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
