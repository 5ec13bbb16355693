import { spawnSync } from "node:child_process";
import { constants } from "node:os";
import type { DaemonClient } from "../cloud/client";

/**
 * Runs a command on the client in the lab's internet, with this process's input and output.
 *
 * @returns its status; 128 and the signal's number when a signal ended it.
 */
export async function runOnClient(daemon: DaemonClient, command: readonly string[]): Promise<number> {
  const [program = "", ...args] = await daemon.clientCommandLine(command);
  const { status, signal, error } = spawnSync(program, args, { stdio: "inherit" });
  if (error) throw error;
  return status ?? 128 + (signal === null ? 0 : constants.signals[signal]);
}
