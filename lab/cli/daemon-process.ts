import { spawn } from "node:child_process";
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { PROJECT_ROOT } from "../../config/paths";
import { DaemonAbsent, DaemonClient } from "../cloud/client";
import type { LabPaths } from "../paths";
import { type MachineKind, refuseOtherKind } from "../substrate";

const MAIN = join(PROJECT_ROOT, "lab", "cloud", "main.ts");

/** The first start makes the root of all machines. */
const START_TIMEOUT_SECONDS = 600;
const STOP_TIMEOUT_SECONDS = 20;

/**
 * Starts the daemon of a lab, unless it runs.
 *
 * @param machines what its machines are. @default what they were, else containers
 * @param tell takes the lines that the daemon prints while it starts
 * @throws when the daemon exits or does not answer, the lab belongs to another checkout, or its machines are others.
 */
export async function startDaemon(
  paths: LabPaths,
  machines: MachineKind | undefined,
  tell: (line: string) => void,
): Promise<DaemonClient> {
  refuseOthers(paths);
  const daemon = new DaemonClient(paths.socket);
  const running = await statusOf(daemon);
  if (running) {
    refuseOtherKind(paths.name, running.machineKind.kind, machines);
    return daemon;
  }

  mkdirSync(paths.run, { recursive: true, mode: 0o700 });
  writeFileSync(paths.owner, PROJECT_ROOT);
  mkdirSync(paths.folder, { recursive: true });
  writeFileSync(paths.daemonLog, "");
  const log = openSync(paths.daemonLog, "a");
  // A session of its own: Ctrl-C is meant for the command, not for the cloud.
  const kind = machines === undefined ? [] : [`--machines=${machines}`];
  const child = spawn(process.execPath, ["--import", "tsx", MAIN, paths.name, ...kind], {
    cwd: PROJECT_ROOT,
    detached: true,
    stdio: ["ignore", log, log],
  });
  let ended: string | undefined;
  child.once("exit", (status, signal) => (ended = signal ?? `status ${status ?? 0}`));
  child.unref();

  let shown = 0;
  const deadline = Date.now() + START_TIMEOUT_SECONDS * 1000;
  while (!(await statusOf(daemon))) {
    const words = readFileSync(paths.daemonLog, "utf8");
    for (const line of words.slice(shown).split("\n").filter(Boolean)) tell(line);
    shown = words.length;
    if (ended !== undefined) throw new Error(`the lab's daemon ended with ${ended}: ${words.trim() || "no word"}`);
    if (Date.now() > deadline) {
      throw new Error(`the lab's daemon: expected an answer within ${START_TIMEOUT_SECONDS} s, see ${paths.daemonLog}`);
    }
    await pause(100);
  }
  return daemon;
}

/** Ends the daemon, if one runs. Its machines keep running. */
export async function stopDaemon(paths: LabPaths): Promise<void> {
  const pid = daemonPid(paths);
  if (pid === undefined) return;
  process.kill(pid, "SIGTERM");
  const deadline = Date.now() + STOP_TIMEOUT_SECONDS * 1000;
  while (daemonPid(paths) === pid) {
    if (Date.now() > deadline) process.kill(pid, "SIGKILL");
    await pause(50);
  }
  rmSync(paths.pid, { force: true });
}

/**
 * Checks that no other checkout has a lab of this name: both would use the same names on this machine.
 *
 * @throws when one has.
 */
export function refuseOthers(paths: LabPaths): void {
  if (!existsSync(paths.owner)) return;
  const owner = readFileSync(paths.owner, "utf8");
  if (owner === PROJECT_ROOT || !existsSync(owner)) return;
  throw new Error(`the lab ${paths.name} belongs to ${owner}: choose another with --name, or end it there`);
}

/** undefined: it does not run. */
async function statusOf(daemon: DaemonClient): Promise<Awaited<ReturnType<DaemonClient["status"]>> | undefined> {
  try {
    return await daemon.status();
  } catch (error) {
    if (error instanceof DaemonAbsent) return undefined;
    throw error;
  }
}

/** Finds the process of the daemon. The id in the file may belong to another process by now. */
function daemonPid(paths: LabPaths): number | undefined {
  if (!existsSync(paths.pid)) return undefined;
  const pid = Number(readFileSync(paths.pid, "utf8"));
  const command = join("/proc", String(pid), "cmdline");
  if (!existsSync(command)) return undefined;
  const words = readFileSync(command, "utf8").split("\0");
  return words.includes(MAIN) && words.includes(paths.name) ? pid : undefined;
}
