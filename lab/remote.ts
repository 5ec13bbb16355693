import type { ExecOptions, ExecResult } from "./substrate";

/** Something that runs commands: a machine of the lab, or a client in its internet. */
export interface Remote {
  /** For messages, for example `app-1`. */
  readonly name: string;
  exec(command: readonly string[], options?: ExecOptions): Promise<ExecResult>;
  /** Last lines of its log, of one unit or of all; empty when it has no log. */
  lastLog(unit?: string): Promise<string>;
}

const LOG_LINES = 20;

/** Reads the last lines of a machine's journal, of one unit or of all: the `lastLog` of a remote with systemd. */
export async function lastJournal(remote: Pick<Remote, "exec">, unit?: string): Promise<string> {
  const ofUnit = unit === undefined ? [] : ["--unit", unit];
  const command = ["journalctl", "--no-pager", "--output", "short-iso", "--lines", String(LOG_LINES), ...ofUnit];
  return (await remote.exec(command, { timeoutSeconds: 15 })).stdout;
}
