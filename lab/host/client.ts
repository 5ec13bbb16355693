import { mkdirSync } from "node:fs";
import { join } from "node:path";
import execa from "execa";
import type { ExecOptions, ExecResult } from "../substrate";
import { isMounted, mountOverlay } from "./mounts";
import { DROPPED_CAPABILITIES } from "./nspawn";

/** Somebody on the internet: a network namespace with Debian 13's programs, whose curl speaks HTTP/3. */
export class Client {
  constructor(
    readonly name: string,
    /** Its own, on the lab's internet side. */
    readonly address: string,
    private readonly namespace: string,
    private readonly folder: string,
  ) {}

  /** Makes its root: what it writes is its own. */
  async prepare(base: string): Promise<void> {
    const root = join(this.folder, "root");
    if (isMounted(root)) return;
    for (const name of ["upper", "work", "root"]) mkdirSync(join(this.folder, name), { recursive: true });
    await mountOverlay([base], join(this.folder, "upper"), join(this.folder, "work"), root);
  }

  /** Runs a command as root. Rejects when it has not ended in time; any status is an answer. */
  async run(command: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
    const { input = "", timeoutSeconds = 60 } = options;
    const dropped = DROPPED_CAPABILITIES.map((name) => `-${name.toLowerCase()}`).join(",");
    const args = [
      ...["netns", "exec", this.namespace, "setpriv", `--bounding-set=${dropped}`, `--inh-caps=${dropped}`, "--"],
      ...["chroot", join(this.folder, "root"), "env", "-i", "HOME=/root", "LANG=C.UTF-8"],
      ...["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
      ...["timeout", "--kill-after=5", String(timeoutSeconds), ...command],
    ];
    const { exitCode, stdout, stderr } = await execa("ip", args, {
      input,
      reject: false,
      maxBuffer: 256 * 1024 * 1024,
    });
    if (exitCode === 124)
      throw new Error(
        `client ${this.name}: ${command.join(" ")}: expected it to end, still running after ${timeoutSeconds} s`,
      );
    return { status: exitCode, stdout, stderr };
  }
}
