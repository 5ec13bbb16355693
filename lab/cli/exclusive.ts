import { spawnSync } from "node:child_process";
import { closeSync, existsSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { LabPaths } from "../paths";
import { until } from "../until";

/**
 * Lets one command at a time deploy into a lab.
 *
 * @throws when another command deploys; the message names its process. A command that was killed keeps no other out.
 */
export async function exclusively<T>(paths: LabPaths, work: () => Promise<T>): Promise<T> {
  mkdirSync(paths.run, { recursive: true, mode: 0o700 });
  const path = join(paths.run, "deploying");
  const file = openSync(path, "a");
  try {
    if (!locks(file)) {
      const other = await holder(path);
      throw new Error(
        `lab ${paths.name}: expected no other deployment into it, found one by process ${other}; wait until it ends`,
      );
    }
    writeSync(file, String(process.pid));
    return await work().finally(() => {
      ftruncateSync(file);
    });
  } finally {
    closeSync(file);
  }
}

/**
 * Locks an open file, unless it is locked. The lock belongs to the open file, which flock has in common with this process:
 * it lasts until this process closes the file or exits, however it exits.
 */
function locks(file: number): boolean {
  const { status, error } = spawnSync("flock", ["--nonblock", "3"], { stdio: ["ignore", "ignore", "ignore", file] });
  if (error) throw new Error(`flock: ${error.message}; it is in Debian's package util-linux`);
  if (status === 0) ftruncateSync(file);
  return status === 0;
}

/** Waits for the id of the process that holds the lock: it writes the file just after it has got the lock. */
function holder(path: string): Promise<string> {
  return until(
    () => {
      const pid = readFileSync(path, "utf8");
      return pid !== "" && existsSync(join("/proc", pid)) ? { value: pid } : { found: `"${pid}"` };
    },
    `${path}: expected the process that has locked it`,
    { timeoutSeconds: 5, intervalSeconds: 0.01 },
  );
}
