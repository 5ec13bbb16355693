import type { ExecOptions, ExecResult } from "./substrate";
import { LabFailure } from "./failure";
import type { Remote } from "./remote";
import { until, type WaitOptions } from "./until";
import { messageOf } from "../config/message-of";

/** Limit of a command's output in an error. */
const SHOWN_CHARACTERS = 2000;

/** Limit of one attempt of a wait. */
const ATTEMPT_SECONDS = 30;

/** Runs commands on a remote: lines of bash that stop at their first error. */
export class Shell {
  constructor(protected readonly remote: Remote) {}

  get name(): string {
    return this.remote.name;
  }

  /** Runs a line. @returns its status, whatever it is, and its output */
  run(line: string, options: ExecOptions = {}): Promise<ExecResult> {
    // Given an input by a socket, bash takes itself for a remote shell and reads a bashrc made for people.
    return this.remote.exec(["bash", "--norc", "-c", `set -euo pipefail; ${line}`], options);
  }

  /** @returns the line's stdout. @throws LabFailure when its status is not 0. */
  async succeed(line: string, options: ExecOptions = {}): Promise<string> {
    const result = await this.run(line, options);
    if (result.status === 0) return result.stdout;
    throw await this.failure(`"${line}" to succeed`, described(result));
  }

  /** Runs the line until its status is 0. @returns the stdout of that run */
  waitUntilSucceeds(line: string, options: WaitOptions = {}): Promise<string> {
    return until(
      async () => {
        const result = await this.run(line, { timeoutSeconds: ATTEMPT_SECONDS }).catch(notAnswered);
        return result.status === 0 ? { value: result.stdout } : { found: described(result) };
      },
      (found, seconds) => this.failure(`"${line}" to succeed within ${seconds} s`, found),
      options,
    );
  }

  /** Makes an error with the last log lines. A log that cannot be read does not hide the failure. */
  protected async failure(expected: string, found: string, unit?: string): Promise<LabFailure> {
    const log = await this.remote.lastLog(unit).catch((error: unknown) => `(no log: ${messageOf(error)})`);
    return new LabFailure(this.name, expected, found, log);
  }
}

/** Stands for a machine that is down or hangs: the attempt has failed, and the wait goes on. */
function notAnswered(error: unknown): ExecResult {
  return { status: -1, stdout: "", stderr: messageOf(error) };
}

function described({ status, stdout, stderr }: ExecResult): string {
  const parts = [`status ${status}`];
  if (stdout.trim() !== "") parts.push(`stdout: ${shortened(stdout)}`);
  if (stderr.trim() !== "") parts.push(`stderr: ${shortened(stderr)}`);
  return parts.join("\n");
}

/** The end of a text: the reason of a failure stands there. */
function shortened(text: string): string {
  const trimmed = text.trim();
  return trimmed.length > SHOWN_CHARACTERS ? `… ${trimmed.slice(-SHOWN_CHARACTERS)}` : trimmed;
}
