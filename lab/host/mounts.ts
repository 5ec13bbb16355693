import { readFileSync } from "node:fs";
import { run, succeeds } from "./run";
import { until } from "./until";

export interface Mount {
  /** `major:minor` of the file system. */
  readonly device: string;
  readonly path: string;
}

/** Mounts as a process sees them. */
export function mounts(pid: number | "self" = "self"): readonly Mount[] {
  return readFileSync(`/proc/${pid}/mountinfo`, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => line.split(" "))
    .map(([, , device = "", , path = ""]) => ({ device, path: unescape(path) }));
}

export function isMounted(path: string): boolean {
  return mounts().some((mount) => mount.path === path);
}

/** Unmounts whatever is mounted on a folder or below it. */
export async function unmountBelow(folder: string): Promise<void> {
  const below = mounts().filter(({ path }) => path === folder || path.startsWith(`${folder}/`));
  // The last one mounted lies on top.
  for (const { path } of [...below].reverse())
    await until(`${path} can be unmounted`, 20, async () => {
      if (!isMounted(path) || (await succeeds("umount", [path]))) return true;
      return undefined;
    });
}

export async function mountOverlay(lower: readonly string[], upper: string, work: string, root: string): Promise<void> {
  const options = `lowerdir=${lower.join(":")},upperdir=${upper},workdir=${work}`;
  await run("mount", ["-t", "overlay", "overlay", "-o", options, root]);
}

/** The kernel writes blanks and the like as three octal digits. */
function unescape(path: string): string {
  return path.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 8)));
}
