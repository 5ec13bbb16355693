import { readdirSync, readFileSync } from "node:fs";
import { kill } from "../host/procfs";
import type { LabPaths } from "../paths";
import { until } from "../until";

/**
 * Ends all processes that deploy into a lab: cdktf, the engine and its providers, also when the command that started them
 * was killed. Otherwise they would go on, and write their state when the lab no longer exists. They have the environment
 * variable with the lab's socket.
 *
 * @throws when one does not end within 10 s.
 */
export function endDeployment(paths: LabPaths): Promise<void> {
  return until(
    () => {
      const left = deployers(paths.socket);
      for (const pid of left) kill(pid);
      return left.length === 0 ? { value: undefined } : { found: `the processes ${left.join(", ")}` };
    },
    `lab ${paths.name}: expected its deployment to end`,
    { timeoutSeconds: 10, intervalSeconds: 0.05 },
  );
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
