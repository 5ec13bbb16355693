import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Disk, ExecOptions, ExecResult, MachineSpec, MachineStatus, Subnet } from "../substrate";
import { BackgroundProcess } from "./background-process";
import { Cgroup } from "./cgroup";
import { DelayLine } from "./delay-line";
import type { HostDisks } from "./disks";
import { label, type Names } from "./names";
import { ageSeconds } from "./procfs";
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
export abstract class Guest {
  protected readonly cgroup: Cgroup;
  protected readonly launcher: BackgroundProcess;
  protected readonly delayLine: DelayLine;

  /** @param folder of this machine, removed with it */
  constructor(
    protected readonly id: string,
    protected readonly folder: string,
    protected readonly around: Surroundings,
  ) {
    this.cgroup = new Cgroup(around.names.machine(id));
    this.launcher = new BackgroundProcess(`machine-${label(id)}`, around.runFolder, around.services);
    this.delayLine = new DelayLine(id, around.router, around.runFolder, around.services);
  }

  get running(): boolean {
    return this.launcher.pid !== undefined;
  }

  /** The process whose age is the machine's; undefined: it has not begun. */
  protected abstract get oldest(): number | undefined;

  /** Makes the machine's own disk before the first boot. An unfinished one is made from scratch. */
  abstract install(record: MachineRecord, network: SeedNetwork): Promise<void>;
  /** Powers the machine on, unless it runs. Resolves when it has started to boot. */
  abstract boot(record: MachineRecord, subnet: Subnet): Promise<void>;
  /** Shuts the machine down, as its power button does. */
  abstract powerOff(): Promise<void>;
  /** Pulls the plug: unwritten data is lost. */
  abstract crash(diskIds: readonly string[]): Promise<void>;
  /** Pulls disks out of the machine as it runs: what is mounted of them answers with errors from now on. */
  abstract pull(disks: MachineSpec["disks"]): Promise<void>;
  /** Tells the machine, if it runs, that a disk's file has grown. */
  abstract grown(disk: Disk): Promise<void>;
  /** Ends all that is left of its last run; its disk stays. */
  abstract settle(): Promise<void>;
  /** Runs a command as root, without the network. @param name of the machine, for errors */
  abstract exec(name: string, command: readonly string[], options: ExecOptions): Promise<ExecResult>;

  /** Delays its packets from now on. The packet filter has to be updated afterwards. */
  async delay({ address }: MachineSpec, milliseconds: number): Promise<void> {
    if (this.running) await this.delayLine.lay(address, milliseconds);
  }

  /** Ends the delay. The packet filter has to be updated before. */
  async endDelay({ address }: MachineSpec, milliseconds: number): Promise<void> {
    await this.delayLine.remove(address, milliseconds);
  }

  status({ spec: { id, name, address }, wanted }: MachineRecord): MachineStatus {
    const { oldest } = this;
    const uptimeSeconds = oldest === undefined ? 0 : ageSeconds(oldest);
    const state = wanted === "running" && !this.running ? (this.poweredItselfOff() ? "stopped" : "crashed") : wanted;
    return { id, name, address, state, uptimeSeconds };
  }

  private poweredItselfOff(): boolean {
    return existsSync(this.at("status")) && readFileSync(this.at("status"), "utf8").trim() === "0";
  }

  protected at(name: string): string {
    return join(this.folder, name);
  }
}

/** The error of a command on a machine that does not run. */
export function notRunning(name: string, command: readonly string[]): Error {
  return new Error(`machine ${name}: expected it to run ${command.join(" ")}, it is not running`);
}
