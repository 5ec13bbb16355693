import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ageSeconds } from "../host/procfs";
import type { LabPaths } from "../paths";

/** Who deploys: an id alone may be another process's by now. */
interface Holder {
  readonly pid: number;
  /** When it was started, seconds of the clock. */
  readonly since: number;
}

/** Lets one command at a time deploy into a lab. @throws when another one does; one that was killed does not count. */
export async function exclusively<T>(paths: LabPaths, work: () => Promise<T>): Promise<T> {
  const file = join(paths.run, "deploying");
  const other = holder(file);
  if (other !== undefined)
    throw new Error(`lab ${paths.name}: expected nobody to deploy into it, process ${other} does; wait for its end`);
  mkdirSync(paths.run, { recursive: true, mode: 0o700 });
  writeFileSync(file, JSON.stringify({ pid: process.pid, since: startOf(process.pid) } satisfies Holder));
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function holder(file: string): number | undefined {
  if (!existsSync(file)) return undefined;
  const { pid, since } = JSON.parse(readFileSync(file, "utf8")) as Holder;
  const alive = existsSync(join("/proc", String(pid)));
  // Both are rounded to a tick.
  return alive && Math.abs(startOf(pid) - since) < 2 ? pid : undefined;
}

function startOf(pid: number): number {
  return Date.now() / 1000 - ageSeconds(pid);
}
