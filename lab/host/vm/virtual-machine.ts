import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { POLL_SECONDS, until } from "../../until";
import type { Accelerator, Disk, ExecOptions, ExecResult, MachineSpec, Subnet } from "../../substrate";
import { BackgroundProcess, inCgroup } from "../background-process";
import { DiskImage } from "../disk-image";
import { BOOT_DISK_GB, Guest, notRunning, type Surroundings } from "../guest";
import { inMountNamespace } from "../mounts";
import { label, machineLink, macAddress } from "../names";
import { PATH } from "../nspawn";
import { run } from "../run";
import type { SeedNetwork } from "../seed";
import type { MachineRecord } from "../store";
import { isLate, stillRunning, withTimeout } from "../with-timeout";
import { GuestAgent } from "./agent";
import { DHCP_READY, dhcpCommand } from "./dhcp";
import { kernelOf } from "./layer";
import { deviceId, qemuCommand } from "./qemu";
import { NoAnswer, qmp } from "./qmp";

const MAKE_DISK = join(__dirname, "make-disk");

/** Size of the partition table with the file system that the image has; the machine grows it at its first boot. */
const IMAGE_MB = 3072;

/** Leaves QEMU's last status in a file, written at once. */
const LEAVE_STATUS = `file=$1; shift; status=0; "$@" || status=$?; echo "$status" >"$file.new"; mv "$file.new" "$file"`;

/** What a machine may take to shut down, and how often its power button is pressed: one that boots does not hear it. */
const SHUTDOWN_SECONDS = { kvm: 120, tcg: 600 } as const;
const BUTTON_SECONDS = 15;

/** What the guest agent of a machine that has just been switched on may take to answer, beyond a command's own time. */
const AGENT_SECONDS = { kvm: 30, tcg: 60 } as const;

/** A machine that QEMU runs, with a kernel, a disk and a network card of its own. */
export class VirtualMachine extends Guest {
  private readonly disk: DiskImage;
  private readonly dhcp: BackgroundProcess;
  private readonly agent: GuestAgent;

  /** @param folder of this machine, removed with it */
  constructor(
    id: string,
    folder: string,
    around: Surroundings,
    private readonly accelerator: Accelerator,
  ) {
    super(id, folder, around);
    this.disk = new DiskImage(join(folder, "disk.img"));
    this.dhcp = new BackgroundProcess(`dhcp-${label(id)}`, around.runFolder, around.services);
    this.agent = new GuestAgent(this.at("agent.sock"));
  }

  protected get oldest(): number | undefined {
    return this.launcher.pid;
  }

  async install({ lower }: MachineRecord, { cache }: SeedNetwork): Promise<void> {
    if (existsSync(this.at("installed"))) return;
    await this.settle();
    const [seed, partial] = [this.at("seed"), `${this.disk.file}.partial`];
    for (const path of [this.disk.file, partial, seed]) rmSync(path, { recursive: true, force: true });
    // All else comes from the cloud's services, by DHCP and metadata.
    const proxy = join(seed, "etc/apt/apt.conf.d/90lab-proxy");
    mkdirSync(dirname(proxy), { recursive: true });
    writeFileSync(proxy, `Acquire::http::Proxy "http://${cache}:80";\n`);
    const command = [MAKE_DISK, this.folder, partial, String(IMAGE_MB), [seed, ...lower].join(":")];
    const [unshare = "", ...args] = inMountNamespace(command);
    await run(unshare, args, { timeoutSeconds: 300 });
    renameSync(partial, this.disk.file);
    await this.disk.size(BOOT_DISK_GB);
    rmSync(seed, { recursive: true });
    writeFileSync(this.at("installed"), "");
  }

  /** Resolves when QEMU runs it. */
  async boot({ spec, lower, impairment: { delayMs } }: MachineRecord, subnet: Subnet): Promise<void> {
    if (this.running) return;
    await this.settle();
    const { names, router, disks } = this.around;
    const [tap, mac] = [machineLink(this.id), macAddress(names.machine(this.id))];
    this.cgroup.make();
    await router.attachTap(spec, subnet);
    if (delayMs > 0) await this.delayLine.lay(spec.address, delayMs);
    const dhcp = dhcpCommand(spec, subnet, { tap, macAddress: mac, leases: this.at("dhcp.leases") });
    await this.dhcp.start(router.inside(dhcp), (output) => output.includes(DHCP_READY));
    for (const path of ["status", "qmp.sock", "agent.sock"]) rmSync(this.at(path), { force: true });
    const qemu = qemuCommand({
      name: names.machine(this.id),
      accelerator: this.accelerator,
      cores: spec.cores,
      memoryGb: spec.memoryGb,
      ...kernelOf(lower),
      bootDisk: this.disk.file,
      disks: spec.disks.map(({ diskId, deviceName }) => {
        return { id: driveId(diskId), file: disks.image(diskId).file, serial: deviceName };
      }),
      tap,
      macAddress: mac,
      qmpSocket: this.at("qmp.sock"),
      agentSocket: this.at("agent.sock"),
    });
    await this.launcher.start(
      ["bash", "-c", LEAVE_STATUS, "leave-status", this.at("status"), ...inCgroup(this.cgroup, router.inside(qemu))],
      () => this.hears(),
    );
  }

  async powerOff(): Promise<void> {
    const timeoutSeconds = SHUTDOWN_SECONDS[this.accelerator];
    let pressed = -Infinity;
    await until(
      async () => {
        if (!this.running) return { value: undefined };
        if (performance.now() - pressed > BUTTON_SECONDS * 1000) {
          pressed = performance.now();
          await this.monitor("system_powerdown");
        }
        return { found: "it running" };
      },
      `machine ${this.id}: expected it to shut down`,
      { timeoutSeconds, intervalSeconds: POLL_SECONDS },
    );
    await this.settle();
  }

  async crash(): Promise<void> {
    // First, so that no packet is sent while the process ends.
    await this.around.router.unplug(this.id);
    await this.settle();
  }

  async pull(disks: MachineSpec["disks"]): Promise<void> {
    if (!this.running) return;
    const present = await this.drives();
    for (const drive of disks.map(({ diskId }) => driveId(diskId)).filter((id) => present.includes(id))) {
      // The machine sees errors from the first command on; the second asks it to let go of the device.
      await this.monitor("human-monitor-command", { "command-line": `drive_del ${drive}` });
      await this.monitor("device_del", { id: deviceId(drive) });
    }
  }

  async grown({ id, sizeGb }: Disk): Promise<void> {
    const device = driveId(id);
    // A disk that was attached after the start comes with the next one.
    if (this.running && (await this.drives()).includes(device))
      await this.monitor("block_resize", { device, size: sizeGb * 1024 ** 3 });
  }

  async settle(): Promise<void> {
    await this.around.router.unplug(this.id);
    await this.delayLine.cut();
    await this.cgroup.remove();
    await this.launcher.stop();
    await this.dhcp.stop();
  }

  async exec(name: string, command: readonly string[], options: ExecOptions): Promise<ExecResult> {
    const { input = "", timeoutSeconds = 60 } = options;
    if (!this.running) throw notRunning(name, command);
    const deadline = Date.now() + (timeoutSeconds + AGENT_SECONDS[this.accelerator]) * 1000;
    const environment = ["-i", "-C", "/root", "HOME=/root", "USER=root", "LANG=C.UTF-8", `PATH=${PATH}`];
    const line = ["/usr/bin/env", ...environment, ...withTimeout(command, timeoutSeconds)];
    const started = performance.now();
    try {
      const result = await this.agent.exec(line, input, deadline);
      if (!isLate(result, (performance.now() - started) / 1000, timeoutSeconds)) return result;
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      const what = `machine ${name}: ${command.join(" ")}`;
      throw new Error(`${what}: expected an answer of its guest agent, found: ${error.message}`, { cause: error });
    }
    throw stillRunning(`machine ${name}`, command, timeoutSeconds);
  }

  private async hears(): Promise<boolean> {
    try {
      await this.monitor("query-status");
      return true;
    } catch (error) {
      if (error instanceof NoAnswer) return false;
      throw error;
    }
  }

  /** Ids of the drives that QEMU has. */
  private async drives(): Promise<readonly string[]> {
    return ((await this.monitor("query-block")) as { device: string }[]).map(({ device }) => device);
  }

  /** A command to QEMU's monitor. */
  private monitor(command: string, args?: Readonly<Record<string, unknown>>): Promise<unknown> {
    return qmp(this.at("qmp.sock"), command, args);
  }
}

/** QEMU's ids begin with a letter and are short. */
function driveId(diskId: string): string {
  return `disk-${label(diskId)}`;
}
