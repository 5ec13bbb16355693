import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { ExecOptions, ExecResult } from "../substrate";
import { runWithTimeout, withTimeout } from "./with-timeout";
import { inMountNamespace } from "./mounts";
import { DROPPED_CAPABILITIES, PATH } from "./nspawn";

const ENTER = join(__dirname, "enter-client");

/** A client on the lab's internet: a network namespace and a chroot of Debian 13, whose curl speaks HTTP/3. */
export class ChrootClient {
  constructor(
    readonly name: string,
    /** Of the client, on the lab's internet side. */
    readonly address: string,
    private readonly namespace: string,
    private readonly folder: string,
    private readonly base: string,
  ) {
    for (const part of ["root", "home"]) mkdirSync(join(folder, part), { recursive: true });
  }

  /**
   * Runs a command as root. Any status is an answer. Only files in /root stay.
   *
   * @throws when the command has not ended in time
   */
  run(command: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
    const line = (seconds: number): readonly string[] => this.commandLine(withTimeout(command, seconds));
    return runWithTimeout(`client ${this.name}`, command, line, options);
  }

  /** The command line that `run` runs, without a time limit. */
  commandLine(command: readonly string[]): readonly string[] {
    const dropped = DROPPED_CAPABILITIES.map((name) => `-${name.toLowerCase()}`).join(",");
    return inMountNamespace([
      ...["ip", "netns", "exec", this.namespace, "setpriv", `--bounding-set=${dropped}`, `--inh-caps=${dropped}`, "--"],
      ...[ENTER, this.folder, this.base, "env", "-i", "-C", "/root", "HOME=/root", "LANG=C.UTF-8", `PATH=${PATH}`],
      ...command,
    ]);
  }
}
