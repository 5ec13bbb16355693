import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const ROOT = "/sys/fs/cgroup";

/** Controllers of version 1 that a machine gets a group of its own in: without it all machines' systemd share one. */
const V1 = ["cpu", "cpuacct", "cpuset", "memory", "devices", "freezer", "blkio", "pids", "systemd", "unified"];

export interface Limits {
  readonly memoryGb: number;
  readonly cores: number;
}

/** Whether the host has the one hierarchy of version 2 (systemd's default since 2021), or one for each controller. */
export function isUnified(): boolean {
  return existsSync(join(ROOT, "cgroup.controllers"));
}

/** A control group: what belongs to the lab is known by it, whoever started it. */
export class Cgroup {
  constructor(readonly name: string) {}

  /** Makes the group; on version 1 one in each hierarchy. */
  make(limits?: Limits): void {
    if (isUnified()) {
      enableControllers();
    } else {
      // A group without CPUs and memory nodes of its own takes no process.
      const inherit = join(ROOT, "cpuset", this.name);
      if (!existsSync(inherit) && existsSync(join(ROOT, "cpuset"))) {
        mkdirSync(inherit);
        for (const file of ["cpuset.cpus", "cpuset.mems"])
          writeFileSync(join(inherit, file), readFileSync(join(ROOT, "cpuset", file)));
        // So that the groups that the machine makes below have them too.
        writeFileSync(join(inherit, "cgroup.clone_children"), "1");
      }
    }
    for (const folder of this.folders()) mkdirSync(folder, { recursive: true });
    if (limits) this.limit(limits);
  }

  private limit({ memoryGb, cores }: Limits): void {
    const bytes = String(memoryGb * 1024 ** 3);
    const quota = Math.round(cores * 100_000);
    if (isUnified()) {
      writeFileSync(join(ROOT, this.name, "memory.max"), bytes);
      writeFileSync(join(ROOT, this.name, "cpu.max"), `${quota} 100000`);
      return;
    }
    writeFileSync(join(ROOT, "memory", this.name, "memory.limit_in_bytes"), bytes);
    writeFileSync(join(ROOT, "cpu", this.name, "cpu.cfs_quota_us"), String(quota));
  }

  /** The files a process writes its id to, to be in the group. */
  procsFiles(): readonly string[] {
    return this.folders().map((folder) => join(folder, "cgroup.procs"));
  }

  /** Ids of the processes in the group and below. */
  processes(): readonly number[] {
    const [first] = this.folders().filter((folder) => existsSync(folder));
    return first === undefined ? [] : processesBelow(first);
  }

  /** Kills every process in it with SIGKILL and removes it. */
  async remove(): Promise<void> {
    const deadline = Date.now() + 20_000;
    for (;;) {
      const left = this.folders().filter((folder) => existsSync(folder));
      const alive = left.flatMap(processesBelow);
      for (const pid of alive) kill(pid);
      if (alive.length === 0) left.forEach(removeTree);
      if (!this.folders().some((folder) => existsSync(folder))) return;
      if (Date.now() > deadline)
        throw new Error(
          `control group ${this.name}: expected no process after 20 s of SIGKILL, found ${alive.join(", ")}`,
        );
      await sleep(30);
    }
  }

  private folders(): readonly string[] {
    return hierarchies().map((root) => join(root, this.name));
  }
}

/** Names of the groups that begin so. */
export function cgroupsNamed(prefix: string): readonly string[] {
  const names = hierarchies().flatMap((root) => readdirSync(root).filter((name) => name.startsWith(prefix)));
  return [...new Set(names)];
}

function hierarchies(): readonly string[] {
  if (isUnified()) return [ROOT];
  // cpu and cpuacct may be links to one folder; what is made there twice is one group.
  return V1.map((name) => join(ROOT, name)).filter((folder) => existsSync(folder));
}

function enableControllers(): void {
  const wanted = ["cpu", "memory", "pids"];
  const file = join(ROOT, "cgroup.subtree_control");
  const on = readFileSync(file, "utf8").trim().split(" ");
  const missing = wanted.filter((name) => !on.includes(name));
  if (missing.length > 0) writeFileSync(file, missing.map((name) => `+${name}`).join(" "));
}

function processesBelow(folder: string): number[] {
  try {
    const own = readFileSync(join(folder, "cgroup.procs"), "utf8").split("\n").filter(Boolean).map(Number);
    return [...own, ...subfolders(folder).flatMap(processesBelow)];
  } catch (error) {
    if (gone(error)) return [];
    throw error;
  }
}

function removeTree(folder: string): void {
  try {
    subfolders(folder).forEach(removeTree);
    rmdirSync(folder);
  } catch (error) {
    // EBUSY: a process that is ending still counts; the next round takes it.
    if (!gone(error) && (error as NodeJS.ErrnoException).code !== "EBUSY") throw error;
  }
}

function subfolders(folder: string): string[] {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory());
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

function gone(error: unknown): boolean {
  return ["ENOENT", "ENODEV"].includes((error as NodeJS.ErrnoException).code ?? "");
}
