import { spawn } from "node:child_process";
import { mkdirSync, openSync, closeSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Cgroup } from "./cgroup";
import { lastLines } from "./run";
import { POLL_SECONDS, until } from "../until";

/**
 * Enters the control groups named before the `--`, then becomes the command.
 *
 * A group of version 2 that hands controllers on takes no process (cgroups(7), "no internal processes"), and
 * systemd-nspawn leaves its machine's group that way: the group is reset before the machine boots again.
 */
const IN_CGROUP = `
while [ "$1" != -- ]; do
  group=\${1%/*}
  if [ -e "$group/cgroup.subtree_control" ]; then
    find "$group" -mindepth 1 -depth -type d -exec rmdir {} +
    for controller in $(cat "$group/cgroup.subtree_control"); do
      echo "-$controller" >"$group/cgroup.subtree_control"
    done
  fi
  echo $$ >"$1"
  shift
done
shift
exec "$@"`;

/** A command line that starts in a control group. */
export function inCgroup(cgroup: Cgroup, command: readonly string[]): readonly string[] {
  return ["bash", "-euc", IN_CGROUP, "in-cgroup", ...cgroup.procsFiles(), "--", ...command];
}

/** A program that outlives this process, and is found again by its process id and control group. */
export class BackgroundProcess {
  private readonly pidFile: string;
  private readonly log: string;

  constructor(
    readonly name: string,
    folder: string,
    private readonly cgroup: Cgroup,
  ) {
    mkdirSync(folder, { recursive: true });
    this.pidFile = join(folder, `${name}.pid`);
    this.log = join(folder, `${name}.log`);
  }

  /** Its process id; undefined when it does not run. */
  get pid(): number | undefined {
    let pid: number;
    try {
      pid = Number(readFileSync(this.pidFile, "utf8"));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    }
    // The id may have gone to another process since: one of another group.
    return this.cgroup.processes().includes(pid) ? pid : undefined;
  }

  /** Starts the program unless it runs, and waits until it is ready. @param ready judges the output so far */
  async start(command: readonly string[], ready: (output: string) => Promise<boolean> | boolean): Promise<void> {
    if (this.pid !== undefined) return;
    const output = openSync(this.log, "w");
    const [program, ...args] = inCgroup(this.cgroup, command) as [string, ...string[]];
    const child = spawn(program, args, { detached: true, stdio: ["ignore", output, output], cwd: "/" });
    closeSync(output);
    let ended = false;
    child.once("exit", () => (ended = true));
    child.once("error", () => (ended = true));
    writeFileSync(this.pidFile, String(child.pid));
    child.unref();
    await until(
      async () => {
        if (ended) throw new Error(`${this.name} of the lab: expected it to run, it ended: ${this.lastWords()}`);
        return (await ready(readFileSync(this.log, "utf8"))) ? { value: undefined } : { found: this.lastWords() };
      },
      `${this.name} of the lab: expected it to be ready`,
      { timeoutSeconds: 30, intervalSeconds: POLL_SECONDS },
    );
  }

  signal(signal: NodeJS.Signals): void {
    const { pid } = this;
    if (pid === undefined)
      throw new Error(`${this.name} of the lab: expected it to run, it ended: ${this.lastWords()}`);
    process.kill(pid, signal);
  }

  async stop(): Promise<void> {
    const { pid } = this;
    if (pid !== undefined) process.kill(pid, "SIGKILL");
    await until(
      () => (this.pid === undefined ? { value: undefined } : { found: `process ${this.pid}` }),
      `${this.name} of the lab: expected it to end`,
      { timeoutSeconds: 10, intervalSeconds: POLL_SECONDS },
    );
    rmSync(this.pidFile, { force: true });
  }

  private lastWords(): string {
    return lastLines(readFileSync(this.log, "utf8"));
  }
}
