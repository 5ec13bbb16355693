import { readFileSync } from "node:fs";

export interface Mount {
  /** `major:minor` of the file system. */
  readonly device: string;
  readonly path: string;
}

/**
 * A command line that starts in a mount namespace of its own. Its mounts go with its last process, however that ends.
 * Nothing of the lab is mounted on the host itself: every container on the host would get a copy of the mount, and keep
 * its disk busy.
 */
export function inMountNamespace(command: readonly string[]): readonly string[] {
  // slave: network namespaces that are removed on the host are released here too.
  return ["unshare", "--mount", "--propagation", "slave", "--", ...command];
}

/** Mounts as a process sees them. */
export function mounts(pid: number): readonly Mount[] {
  return readFileSync(`/proc/${pid}/mountinfo`, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => line.split(" "))
    .map(([, , device = "", , path = ""]) => ({ device, path: unescape(path) }));
}

/** The kernel writes blanks and the like as three octal digits. */
export function unescape(path: string): string {
  return path.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 8)));
}
