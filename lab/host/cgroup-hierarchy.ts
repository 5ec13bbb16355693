import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Mount point of the kernel's control groups. */
export const CGROUP_ROOT = "/sys/fs/cgroup";

/** Controllers of version 1 that a machine gets a group of its own in: without it all machines' systemd share one. */
const V1 = ["cpu", "cpuacct", "cpuset", "memory", "devices", "freezer", "blkio", "pids", "systemd", "unified"];

/** Controllers of version 2 that limit a machine and the containers on it. */
const NEEDED = ["cpu", "memory", "pids"];

/** Controllers that Docker on a machine uses if they are there. */
const WELCOME = ["cpuset", "io"];

/** Whether the host has the one hierarchy of version 2 (systemd's default since 2021), or one for each controller. */
export function isUnified(root = CGROUP_ROOT): boolean {
  return existsSync(join(root, "cgroup.controllers"));
}

/** Folders in which groups are made. */
export function hierarchies(root = CGROUP_ROOT): readonly string[] {
  if (isUnified(root)) return [root];
  // cpu and cpuacct may be links to one folder; what is made there twice is one group.
  return V1.map((name) => join(root, name)).filter((folder) => existsSync(folder));
}

/** Enables the controllers for groups of version 2. @throws when the host lacks one that is needed */
export function enableControllers(root = CGROUP_ROOT): void {
  const available = words(join(root, "cgroup.controllers"));
  const lacking = NEEDED.filter((name) => !available.includes(name));
  if (lacking.length > 0)
    throw new Error(
      `control groups in ${root}: expected the controllers ${NEEDED.join(", ")}, found no ${lacking.join(", ")}`,
    );
  const file = join(root, "cgroup.subtree_control");
  const on = words(file);
  const missing = [...NEEDED, ...WELCOME.filter((name) => available.includes(name))].filter(
    (name) => !on.includes(name),
  );
  if (missing.length === 0) return;
  try {
    writeFileSync(file, missing.map((name) => `+${name}`).join(" "));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EBUSY") throw error;
    // Only the kernel's own root may have both. A container's root is not that.
    throw new Error(
      `control groups in ${root}: expected no process in the root group, as in a container: ` +
        `move them to a group below, or run the lab on the machine itself`,
    );
  }
}

function words(file: string): readonly string[] {
  return readFileSync(file, "utf8").split(/\s+/).filter(Boolean);
}
