import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ExecOptions, ExecResult, MachineSpec, Subnet } from "../substrate";
import { Cgroup } from "./cgroup";
import { cutPower, DiskImage } from "./disk-image";
import { BOOT_DISK_GB, Guest, notRunning, type Surroundings } from "./guest";
import { isUnified } from "./cgroup-hierarchy";
import { mounts, inMountNamespace } from "./mounts";
import { nsenterCommand, nspawnCommand } from "./nspawn";
import { leaderOf, programOf } from "./procfs";
import { run } from "./run";
import { seedFiles, type SeedNetwork } from "./seed";
import { inCgroup } from "./background-process";
import type { MachineRecord } from "./store";
import { runWithTimeout } from "./with-timeout";
import { POLL_SECONDS, until } from "../until";

/** Files that every machine has. */
const ROOT = join(__dirname, "root");

/** Boots a machine again when it reboots. */
const LAUNCH = join(__dirname, "launch");

/** Folder in which systemd-nspawn keeps one for each container. */
export const PROPAGATE = "/run/systemd/nspawn/propagate";

/** The container of one machine, with its boot disk and its power. */
export class Container extends Guest {
  private readonly guests: Cgroup;
  private readonly image: DiskImage;

  /** @param folder of this machine, removed with it */
  constructor(id: string, folder: string, around: Surroundings) {
    super(id, folder, around);
    this.guests = new Cgroup(`${this.cgroup.name}-guests`);
    this.image = new DiskImage(join(folder, "disk.img"));
  }

  protected get oldest(): number | undefined {
    return this.leader;
  }

  /** Process id of its systemd; undefined as long as the process is still systemd-nspawn, outside of the root. */
  private get leader(): number | undefined {
    const leader = leaderOf(this.cgroup.processes());
    return leader !== undefined && programOf(leader) === "systemd" ? leader : undefined;
  }

  exec(name: string, command: readonly string[], options: ExecOptions): Promise<ExecResult> {
    const { leader } = this;
    if (leader === undefined) return Promise.reject(notRunning(name, command));
    const line = (seconds: number): readonly string[] => this.command(leader, command, seconds);
    return runWithTimeout(`machine ${name}`, command, line, options);
  }

  /** A command line that runs on the machine. Its processes end with the machine's present run at the latest. */
  private command(leader: number, command: readonly string[], timeoutSeconds: number): readonly string[] {
    // A group of its own: in version 2 none with groups below, as the machine's, takes a process.
    this.guests.make();
    return inCgroup(this.guests, nsenterCommand(leader, command, timeoutSeconds));
  }

  async install({ spec }: MachineRecord, network: SeedNetwork): Promise<void> {
    if (existsSync(this.at("installed"))) return;
    await this.settle();
    const [image, upper] = [this.at("image"), this.at("image/upper")];
    for (const folder of [this.image.file, image]) rmSync(folder, { recursive: true, force: true });
    for (const part of ["upper", "work", "docker"]) mkdirSync(join(image, part), { recursive: true });
    cpSync(ROOT, upper, { recursive: true });
    for (const { path, content } of seedFiles(spec, network)) {
      mkdirSync(join(upper, dirname(path)), { recursive: true });
      writeFileSync(join(upper, path), content, { mode: path.includes("/seed/") ? 0o600 : 0o644 });
    }
    const units = join(upper, "etc/systemd/system");
    mkdirSync(join(units, "sysinit.target.wants"), { recursive: true });
    symlinkSync("../lab-kernel.service", join(units, "sysinit.target.wants/lab-kernel.service"));
    // The kernel is the host's: the machine loads no modules.
    symlinkSync("/dev/null", join(units, "systemd-modules-load.service"));
    // The settings that mmdebstrap was given, deleted as an overlay does it: a cloud's image has none of them.
    mkdirSync(join(upper, "etc/apt/apt.conf.d"), { recursive: true });
    await run("mknod", [join(upper, "etc/apt/apt.conf.d/99mmdebstrap"), "c", "0", "0"]);
    await this.image.size(BOOT_DISK_GB);
    const options = ["-m", "0", "-E", "nodiscard", "-L", "root", "-d", image];
    await run("mkfs.ext4", ["-q", "-F", ...options, this.image.file]);
    rmSync(image, { recursive: true });
    writeFileSync(this.at("installed"), "");
  }

  /** Resolves when its systemd runs. */
  async boot({ spec, lower, impairment: { delayMs } }: MachineRecord, subnet: Subnet): Promise<void> {
    if (this.running) return;
    await this.settle();
    for (const part of ["disk", "root"]) mkdirSync(this.at(part), { recursive: true });
    const disks = [];
    for (const { diskId, deviceName } of spec.disks) {
      const disk = this.around.disks.image(diskId);
      await disk.free();
      disks.push({ device: await disk.attach(), name: deviceName });
    }
    this.cgroup.make(spec);
    await this.around.router.attachMachine(spec, subnet);
    if (delayMs > 0) await this.delayLine.lay(spec.address, delayMs);
    const name = this.around.names.machine(this.id);
    const { env, argv } = nspawnCommand({
      name,
      hostname: spec.name,
      root: this.at("root"),
      docker: this.at("disk/docker"),
      networkNamespace: join("/run/netns", name),
      disks,
      unified: isUnified(),
    });
    rmSync(this.at("status"), { force: true });
    const settings = Object.entries(env).map(([key, value]) => `${key}=${value}`);
    const machine = ["env", ...settings, ...inCgroup(this.cgroup, argv)];
    const launch = [LAUNCH, this.folder, await this.image.attach(), lower.join(":"), name, ...machine];
    await this.launcher.start(inMountNamespace(launch), () => this.leader !== undefined);
  }

  async powerOff(): Promise<void> {
    const { leader } = this;
    // systemd's signal for poweroff.target; Node knows no real-time signals by name.
    if (leader !== undefined) await run("bash", ["-c", `kill -s RTMIN+4 "$1"`, "kill", String(leader)]);
    await until(
      () => (this.running ? { found: "it running" } : { value: undefined }),
      `machine ${this.id}: expected it to shut down`,
      { timeoutSeconds: 120, intervalSeconds: POLL_SECONDS },
    );
    await this.settle();
  }

  async crash(diskIds: readonly string[]): Promise<void> {
    // First, so that the ends of the processes send nothing to peers.
    await this.around.router.unplug(this.id);
    await cutPower(await this.mountedDisks(diskIds));
    await this.settle();
  }

  async pull(disks: MachineSpec["disks"]): Promise<void> {
    const { leader } = this;
    if (leader === undefined || disks.length === 0) return;
    const folders = await this.mountedOn(
      leader,
      disks.map(({ diskId }) => diskId),
    );
    await cutPower(folders);
    for (const { deviceName } of disks) {
      const device = `/dev/disk/by-id/virtio-${deviceName}`;
      const remove = ["sh", "-c", 'umount --lazy "$1"; rm --force "$1"', "sh", device];
      const [command = "", ...args] = this.command(leader, remove, 10);
      await run(command, args);
    }
  }

  /** Its loop device has grown with the file. */
  grown(): Promise<void> {
    return Promise.resolve();
  }

  async settle(): Promise<void> {
    await this.around.router.unplug(this.id);
    await this.delayLine.cut();
    await this.cgroup.remove();
    await this.guests.remove();
    await this.launcher.stop();
    await this.image.free();
    await this.image.detach();
    await this.around.router.detachMachine(this.id);
    // systemd-nspawn leaves this folder behind.
    rmSync(join(PROPAGATE, this.around.names.machine(this.id)), { recursive: true, force: true });
  }

  /** A folder in each mounted file system of its disks, by a path that this process can open. */
  private async mountedDisks(diskIds: readonly string[]): Promise<readonly string[]> {
    const { leader } = this;
    const launcher = this.launcher.pid;
    if (leader === undefined || launcher === undefined) return [];
    return [...(await this.mountedOn(leader, diskIds)), `/proc/${launcher}/root${this.at("disk")}`];
  }

  private async mountedOn(leader: number, diskIds: readonly string[]): Promise<readonly string[]> {
    const devices = await Promise.all(diskIds.map((id) => this.around.disks.image(id).number()));
    const inside = devices.flatMap((device) => mounts(leader).find((mount) => mount.device === device) ?? []);
    return inside.map(({ path }) => `/proc/${leader}/root${path}`);
  }
}
