import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import type { LabPaths } from "../paths";

const TIMEOUT_SECONDS = 10;

/**
 * Ends all processes that deploy into a lab: cdktf, the engine and its providers, also when the command that started them
 * was killed. Otherwise they would go on, and write their state when the lab no longer exists. They have the environment
 * variable with the lab's socket.
 *
 * @throws when one does not end within 10 s.
 */
export async function endDeployment(paths: LabPaths): Promise<void> {
  const deadline = Date.now() + TIMEOUT_SECONDS * 1000;
  for (;;) {
    const left = deployers(paths.socket);
    if (left.length === 0) return;
    if (Date.now() > deadline)
      throw new Error(`lab ${paths.name}: expected its deployment to end, found the processes ${left.join(", ")}`);
    for (const pid of left) kill(pid);
    await pause(50);
  }
}

/** Finds the processes that were started to deploy into the lab with this socket. */
export function deployers(socket: string): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => environment(pid).split("\0").includes(`LAB_SOCKET=${socket}`))
    .map(Number);
}

function environment(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8");
  } catch {
    // The process has ended meanwhile, or belongs to another user.
    return "";
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
