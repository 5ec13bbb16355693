import { execFile } from "node:child_process";
import { constants } from "node:os";
import type { ExecOptions, ExecResult } from "../substrate";

const MAX_BYTES = 256 * 1024 * 1024;

/** Of `timeout` when it ended a command, and when it had to kill it. A command may end with either by itself. */
const LATE = [124, 137];

/** How a command is bound to a time, on the machine itself: `timeout` ends what it started there too. */
export function withTimeout(command: readonly string[], timeoutSeconds: number): readonly string[] {
  return ["timeout", "--kill-after=5", String(timeoutSeconds), ...command];
}

/**
 * Runs a command that is bound somewhere in its command line. Any status is an answer; 128 and more: a signal ended it.
 *
 * @param where for the error, for example `machine db`
 * @param command as the caller knows it
 * @param line the command line that runs it bounded
 * @throws when it has not ended in time.
 */
export function runWithTimeout(
  where: string,
  command: readonly string[],
  line: (timeoutSeconds: number) => readonly string[],
  { input = "", timeoutSeconds = 60 }: ExecOptions,
): Promise<ExecResult> {
  const [program, ...args] = line(timeoutSeconds) as [string, ...string[]];
  const started = performance.now();
  // `timeout` is quicker, unless the machine ends meanwhile.
  const limits = { maxBuffer: MAX_BYTES, timeout: (timeoutSeconds + 10) * 1000, killSignal: "SIGKILL" } as const;
  return new Promise((resolve, reject) => {
    const child = execFile(program, args, limits, (error, stdout, stderr) => {
      const { code, signal } = error ?? { code: 0 };
      const status = typeof code === "number" ? code : signal ? 128 + constants.signals[signal] : undefined;
      const overdue = performance.now() - started >= timeoutSeconds * 1000;
      if (overdue && (error?.killed || (status !== undefined && LATE.includes(status)))) {
        const what = `${where}: ${command.join(" ")}`;
        reject(new Error(`${what}: expected it to end, still running after ${timeoutSeconds} s`));
      } else if (status === undefined) {
        reject(error ?? new Error(`${where}: ${command.join(" ")}: ended without a status`));
      } else {
        resolve({ status, stdout, stderr });
      }
    });
    // A command need not read to the end of what it is given.
    child.stdin?.on("error", () => undefined).end(input);
  });
}
