import { mkdirSync } from "node:fs";
import { join } from "node:path";
import execa from "execa";
import type { ExecOptions, ExecResult } from "../substrate";
import { withOwnMounts } from "./mounts";
import { DROPPED_CAPABILITIES, PATH } from "./nspawn";

const ENTER = join(__dirname, "enter-client");

/** Somebody on the internet: a network namespace with Debian 13's programs, whose curl speaks HTTP/3. */
export class Client {
  constructor(
    readonly name: string,
    /** Its own, on the lab's internet side. */
    readonly address: string,
    private readonly namespace: string,
    private readonly folder: string,
    private readonly base: string,
  ) {
    for (const part of ["root", "home"]) mkdirSync(join(folder, part), { recursive: true });
  }

  /** Runs a command as root. Files stay in /root, nowhere else. Rejects when it has not ended in time; any status is an answer. */
  async run(command: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
    const { input = "", timeoutSeconds = 60 } = options;
    const dropped = DROPPED_CAPABILITIES.map((name) => `-${name.toLowerCase()}`).join(",");
    const [program, ...args] = withOwnMounts([
      ...["ip", "netns", "exec", this.namespace, "setpriv", `--bounding-set=${dropped}`, `--inh-caps=${dropped}`, "--"],
      ...[ENTER, this.folder, this.base, "env", "-i", "-C", "/root", "HOME=/root", "LANG=C.UTF-8", `PATH=${PATH}`],
      ...["timeout", "--kill-after=5", String(timeoutSeconds), ...command],
    ]) as [string, ...string[]];
    const { exitCode, stdout, stderr } = await execa(program, args, {
      input,
      reject: false,
      stripFinalNewline: false,
      maxBuffer: 256 * 1024 * 1024,
    });
    if (exitCode === 124)
      throw new Error(
        `client ${this.name}: ${command.join(" ")}: expected it to end, still running after ${timeoutSeconds} s`,
      );
    return { status: exitCode, stdout, stderr };
  }
}
