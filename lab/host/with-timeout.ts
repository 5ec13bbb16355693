import { execFile } from "node:child_process";
import { constants } from "node:os";
import type { ExecOptions, ExecResult } from "../substrate";

const MAX_BYTES = 256 * 1024 * 1024;

/** Status of `timeout` after SIGTERM, and after SIGKILL. A command may end with either by itself. */
const LATE = [124, 137];

/** A command line with a time limit, for the machine itself: there, too, `timeout` ends the command. */
export function withTimeout(command: readonly string[], timeoutSeconds: number): readonly string[] {
  return ["timeout", "--kill-after=5", String(timeoutSeconds), ...command];
}

/**
 * Whether a command with a time limit was ended by it.
 * @param end its status, if it had one, and whether it was killed from outside
 */
export function isLate(
  { status, killed = false }: { readonly status: number | undefined; readonly killed?: boolean },
  seconds: number,
  timeoutSeconds: number,
): boolean {
  return seconds >= timeoutSeconds && (killed || (status !== undefined && LATE.includes(status)));
}

export function stillRunning(where: string, command: readonly string[], timeoutSeconds: number): Error {
  return new Error(`${where}: ${command.join(" ")}: expected it to end, still running after ${timeoutSeconds} s`);
}

/**
 * Runs a command whose command line has `withTimeout` in it. Any status is an answer; above 128 it stands for a signal.
 *
 * @param where for the error, for example `machine db`
 * @param command for the error
 * @param line makes the command line with the time limit
 * @throws when the command has not ended in time
 */
export function runWithTimeout(
  where: string,
  command: readonly string[],
  line: (timeoutSeconds: number) => readonly string[],
  { input = "", timeoutSeconds = 60 }: ExecOptions,
): Promise<ExecResult> {
  const [program, ...args] = line(timeoutSeconds) as [string, ...string[]];
  const started = performance.now();
  // `timeout` ends the command earlier, unless the machine has gone meanwhile.
  const limits = { maxBuffer: MAX_BYTES, timeout: (timeoutSeconds + 10) * 1000, killSignal: "SIGKILL" } as const;
  return new Promise((resolve, reject) => {
    const child = execFile(program, args, limits, (error, stdout, stderr) => {
      const { code, signal } = error ?? { code: 0 };
      const status = typeof code === "number" ? code : signal ? 128 + constants.signals[signal] : undefined;
      const seconds = (performance.now() - started) / 1000;
      if (isLate({ status, killed: error?.killed ?? false }, seconds, timeoutSeconds)) {
        reject(stillRunning(where, command, timeoutSeconds));
      } else if (status === undefined) {
        reject(error ?? new Error(`${where}: ${command.join(" ")}: ended without a status`));
      } else {
        resolve({ status, stdout, stderr });
      }
    });
    // A command need not read all of its input.
    child.stdin?.on("error", () => undefined).end(input);
  });
}
