import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a program said: its exit status and everything it printed, in order. */
export interface Verdict {
  readonly command: string;
  /** Exit status; 124 when it was still running after the time it was given. */
  readonly status: number;
  readonly output: string;
}

/** A file as cloud-init's `write_files` names it. */
export interface WriteFile {
  readonly path: string;
  readonly content: string;
  readonly permissions?: string;
  readonly owner?: string;
}

/*
 * Everything lives in namespaces of one process that ends with its standard input: when the tests are killed, the
 * mounts, the network and whatever still runs inside go with it.
 */
const INIT = String.raw`
set -euo pipefail
lower=$1 name=$2 address=$3 folder=$4
mount -t tmpfs -o mode=0755 machine "$folder"
mkdir "$folder"/upper "$folder"/work "$folder"/root
mount -t overlay -o "lowerdir=$lower,upperdir=$folder/upper,workdir=$folder/work" machine "$folder/root"
cd "$folder/root"
mount -t proc proc proc
# The kernel's settings are the host's: to be read only.
mount --bind proc/sys proc/sys
mount -o remount,bind,ro proc/sys
mount -t tmpfs -o mode=0755 run run
mount -t tmpfs -o mode=0755 dev dev
mkdir -m 1777 dev/shm run/lock
for device in null zero full random urandom; do
  : >"dev/$device"
  mount --bind "/dev/$device" "dev/$device"
done
ln -s /proc/self/fd dev/fd
ln -s fd/0 dev/stdin
ln -s fd/1 dev/stdout
ln -s fd/2 dev/stderr
hostname "$name"
ip link set lo up
ip address add "$address/32" dev lo
# From here on nothing in here can reach the host's files.
mkdir old
pivot_root . old
exec chroot . bash -c 'umount --lazy /old && rmdir /old && echo ready && exec cat >/dev/null'
`;

/**
 * A machine that is not booted: the files that cloud-init writes, over a Debian root with the machine's packages, in
 * namespaces of its own. It has its name and its address, no other network, and no running process; the root itself
 * is never written to.
 */
export class MachineTree {
  private constructor(
    private readonly holder: ChildProcess,
    private readonly pid: number,
    private readonly folder: string,
  ) {}

  static async open(root: string, name: string, address: string): Promise<MachineTree> {
    const folder = mkdtempSync(join(tmpdir(), "bingo-machine-"));
    const holder = spawn(
      "unshare",
      ["--mount", "--net", "--ipc", "--uts", "--pid", "--fork", "--kill-child", "--"].concat([
        "bash",
        "-c",
        INIT,
        "machine-tree",
        root,
        name,
        address,
        folder,
      ]),
      { stdio: ["pipe", "pipe", "pipe"] },
    );
    let complaint = "";
    holder.stderr.on("data", (text: Buffer) => (complaint += text.toString()));
    const first = await Promise.race([once(holder.stdout, "data"), once(holder, "close")]);
    if (String(first[0]).trim() !== "ready") throw new Error(`cannot lay out ${name} over ${root}: ${complaint}`);
    const parent = String(holder.pid);
    const pid = Number(readFileSync(`/proc/${parent}/task/${parent}/children`, "utf8").trim());
    return new MachineTree(holder, pid, folder);
  }

  /** Writes files as cloud-init does. */
  write(files: readonly WriteFile[]): void {
    for (const { path, content, permissions = "0644", owner = "root:root" } of files) {
      const [user = "root", group = user] = owner.split(":");
      // Node's standard input is a socket, which /dev/stdin cannot open again.
      const script = 'install -D -m "$1" -o "$2" -g "$3" /dev/null "$4" && cat >"$4"';
      this.must(["bash", "-c", script, "write", permissions, user, group, path], { input: content });
    }
  }

  /** Runs a program as the machine's root, for at most `seconds` (60). */
  run(
    command: readonly string[],
    { input = "", seconds = 60 }: { input?: string | Buffer; seconds?: number } = {},
  ): Verdict {
    const target = ["--target", String(this.pid), "--mount", "--net", "--ipc", "--uts", "--pid", "--root", "--wd"];
    // Entered from outside a process keeps the host's capabilities: never those that could harm the host.
    const harmless = ["setpriv", "--bounding-set", "-sys_time,-sys_module,-sys_boot,-sys_rawio"];
    const environment = [
      "env",
      "-i",
      "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin",
      "HOME=/root",
      "LANG=C.UTF-8",
    ];
    const inTime = ["timeout", "--kill-after=5", String(seconds)];
    const together = ["bash", "-c", 'exec "$@" 2>&1', "together"];
    const { status, stdout, error } = spawnSync(
      "nsenter",
      [...target, ...harmless, ...environment, ...inTime, ...together, ...command],
      // Something left running in the background would hold the output open for ever.
      { input, encoding: "utf8", maxBuffer: 64 * 1024 * 1024, timeout: (seconds + 10) * 1000 },
    );
    if (error) throw error;
    return { command: command.join(" "), status: status ?? -1, output: stdout };
  }

  /** Runs a bash script. */
  script(text: string, options: { seconds?: number } = {}): Verdict {
    return this.run(["bash", "-euo", "pipefail", "-c", text], options);
  }

  /** Like {@link run}; what the program said is the error when its status is not 0. */
  must(command: readonly string[], options: { input?: string | Buffer; seconds?: number } = {}): string {
    const verdict = this.run(command, options);
    if (verdict.status !== 0) throw new Error(complaint(verdict));
    return verdict.output;
  }

  async close(): Promise<void> {
    const closed = once(this.holder, "close");
    this.holder.stdin?.end();
    await closed;
    rmSync(this.folder, { recursive: true });
  }
}

/** The program's own words, for a test that fails. */
export function complaint({ command, status, output }: Verdict): string {
  return `${command}\nended with status ${status} and said:\n${output}`;
}
