import { readFileSync } from "node:fs";

/** Finds process 1 of a container among the processes of its control group. */
export function leaderOf(processes: readonly number[]): number | undefined {
  return processes.find((pid) => {
    // Its ids in each namespace, outermost first; a process in a container of the machine has three.
    const ids = /^NSpid:\s+(.*)$/m.exec(read(`/proc/${pid}/status`))?.[1]?.split(/\s+/);
    return ids?.length === 2 && ids[1] === "1";
  });
}

/** Name of a process's program; empty when the process has ended. */
export function programOf(pid: number): string {
  return read(`/proc/${pid}/comm`).trim();
}

/** Seconds since a process was started. */
export function ageSeconds(pid: number): number {
  // The second field is the program's name and may hold blanks and brackets.
  const fields = read(`/proc/${pid}/stat`)
    .replace(/^.*\) /, "")
    .split(" ");
  // 100 ticks a second on every Linux that Debian builds.
  const started = Number(fields[19]) / 100;
  return Math.max(0, Number(read("/proc/uptime").split(" ")[0]) - started);
}

/** Ends a process at once, unless it has ended by itself. */
export function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? "")) return "";
    throw error;
  }
}
