import type { Disk, ExecOptions, ExecResult, MachineSpec, MachineStatus, Subnet } from "../substrate";
import type { Cgroup } from "./cgroup";
import type { HostDisks } from "./disks";
import type { Names } from "./names";
import type { Router } from "./router";
import type { SeedNetwork } from "./seed";
import type { MachineRecord } from "./store";

/** Size of a machine's own disk. The file is sparse. */
export const BOOT_DISK_GB = 20;

/** What a machine shares with others. */
export interface Surroundings {
  readonly names: Names;
  readonly router: Router;
  readonly services: Cgroup;
  /** For pids and logs. */
  readonly runFolder: string;
  readonly disks: HostDisks;
}

/** What a machine of the lab is in truth: a container or a virtual machine. */
export interface Guest {
  readonly running: boolean;

  /** Makes the machine's own disk before the first boot. An unfinished one is made from scratch. */
  install(record: MachineRecord, network: SeedNetwork): Promise<void>;
  /** Powers the machine on, unless it runs. Resolves when it has started to boot. */
  boot(record: MachineRecord, subnet: Subnet): Promise<void>;
  /** Shuts the machine down, as its power button does. */
  powerOff(): Promise<void>;
  /** Pulls the plug: unwritten data is lost. */
  crash(diskIds: readonly string[]): Promise<void>;
  /** Pulls disks out of the machine as it runs: what is mounted of them answers with errors from now on. */
  pull(disks: MachineSpec["disks"]): Promise<void>;
  /** Tells the machine, if it runs, that a disk's file has grown. */
  grown(disk: Disk): Promise<void>;
  /** Delays its packets from now on. The packet filter has to be updated afterwards. */
  delay(spec: MachineSpec, milliseconds: number): Promise<void>;
  /** Ends the delay. The packet filter has to be updated before. */
  endDelay(spec: MachineSpec, milliseconds: number): Promise<void>;
  /** Ends all that is left of its last run; its disk stays. */
  settle(): Promise<void>;

  /** Runs a command as root, without the network. @param name of the machine, for errors */
  exec(name: string, command: readonly string[], options: ExecOptions): Promise<ExecResult>;
  status(record: MachineRecord): MachineStatus;
}

/** The error of a command on a machine that does not run. */
export function notRunning(name: string, command: readonly string[]): Error {
  return new Error(`machine ${name}: expected it to run ${command.join(" ")}, it is not running`);
}
