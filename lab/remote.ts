import type { ExecOptions, ExecResult } from "./substrate";

/** Something that runs commands: a machine of the lab, or a client in its internet. */
export interface Remote {
  /** For messages, for example `app-1`. */
  readonly name: string;
  exec(command: readonly string[], options?: ExecOptions): Promise<ExecResult>;
  /** Last lines of its log, of one unit or of all; empty when it has no log. */
  lastLog(unit?: string): Promise<string>;
}
