import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { POLL_SECONDS, until } from "../until";
import { kill } from "./procfs";
import { CGROUP_ROOT, enableControllers, hierarchies, isUnified } from "./cgroup-hierarchy";

export interface ResourceLimits {
  readonly memoryGb: number;
  readonly cores: number;
}

/** A control group. A process belongs to the lab when it is in one of the lab's groups, whoever started it. */
export class Cgroup {
  /** @param root mount point of the control groups; tests have their own */
  constructor(
    readonly name: string,
    private readonly root = CGROUP_ROOT,
  ) {}

  /** Makes the group; on version 1 in each hierarchy. */
  make(limits?: ResourceLimits): void {
    if (isUnified(this.root)) {
      enableControllers(this.root);
    } else {
      // A group without CPUs and memory nodes of its own takes no process.
      const inherit = join(this.root, "cpuset", this.name);
      if (!existsSync(inherit) && existsSync(join(this.root, "cpuset"))) {
        mkdirSync(inherit);
        for (const file of ["cpuset.cpus", "cpuset.mems"])
          writeFileSync(join(inherit, file), readFileSync(join(this.root, "cpuset", file)));
        // The groups that the machine makes below inherit them.
        writeFileSync(join(inherit, "cgroup.clone_children"), "1");
      }
    }
    for (const folder of this.folders()) mkdirSync(folder, { recursive: true });
    if (limits) this.limit(limits);
  }

  private limit({ memoryGb, cores }: ResourceLimits): void {
    const bytes = String(memoryGb * 1024 ** 3);
    const quota = Math.round(cores * 100_000);
    if (isUnified(this.root)) {
      writeFileSync(join(this.root, this.name, "memory.max"), bytes);
      writeFileSync(join(this.root, this.name, "cpu.max"), `${quota} 100000`);
      return;
    }
    writeFileSync(join(this.root, "memory", this.name, "memory.limit_in_bytes"), bytes);
    writeFileSync(join(this.root, "cpu", this.name, "cpu.cfs_quota_us"), String(quota));
  }

  /** Files to which a process writes its id to enter the group. */
  procsFiles(): readonly string[] {
    return this.folders().map((folder) => join(folder, "cgroup.procs"));
  }

  /** Ids of the processes in the group and below. */
  processes(): readonly number[] {
    const [first] = this.folders().filter((folder) => existsSync(folder));
    return first === undefined ? [] : processesBelow(first);
  }

  /** Kills every process in the group with SIGKILL and removes the group. */
  async remove(): Promise<void> {
    await until(
      () => {
        const left = this.folders().filter((folder) => existsSync(folder));
        const alive = left.flatMap(processesBelow);
        for (const pid of alive) kill(pid);
        if (alive.length === 0) left.forEach(removeTree);
        return left.some((folder) => existsSync(folder)) ? { found: alive.join(", ") } : { value: undefined };
      },
      (found, seconds) =>
        new Error(`control group ${this.name}: expected no process after ${seconds} s of SIGKILL, found ${found}`),
      { timeoutSeconds: 20, intervalSeconds: POLL_SECONDS },
    );
  }

  private folders(): readonly string[] {
    return hierarchies(this.root).map((root) => join(root, this.name));
  }
}

/** Names of the host's groups that begin with a prefix. */
export function cgroupsNamed(prefix: string): readonly string[] {
  const names = hierarchies().flatMap((root) => readdirSync(root).filter((name) => name.startsWith(prefix)));
  return [...new Set(names)];
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

function gone(error: unknown): boolean {
  return ["ENOENT", "ENODEV"].includes((error as NodeJS.ErrnoException).code ?? "");
}
