import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import execa from "execa";
import type {
  Disk,
  ExecOptions,
  ExecResult,
  Impairment,
  MachineSpec,
  MachineStatus,
  SecurityGroup,
  Subnet,
  Substrate,
} from "../substrate";
import { type LabAddresses, labAddresses, SLOTS, subnetServices } from "./addresses";
import { Cgroup, cgroupsNamed } from "./cgroup";
import { Client } from "./client";
import { DiskImage } from "./disks";
import { dnsCommand, hostsFile } from "./dns";
import { Fabric } from "./fabric";
import { baseRoot, cacheFolder, mirrors } from "./image";
import { packageList, roleLayer } from "./layers";
import { Machine, PROPAGATE } from "./machine";
import { label, Names } from "./names";
import { PACKAGE_CACHE_PORT, ruleset } from "./nft";
import { packageCacheConfig } from "./package-cache";
import { shortcoming, thisHost } from "./preflight";
import { Queue } from "./queue";
import { run, succeeds } from "./run";
import { seedFiles } from "./seed";
import { Service } from "./service";
import { type MachineRecord, Store } from "./store";

export interface LinuxHostProps {
  /** A lower-case letter, then up to 9 lower-case letters or digits. Labs with different ids share nothing. */
  readonly id: string;
  /** The lab's state. `down` removes it with all that is in it. */
  readonly folder: string;
  /**
   * Where the packages of a machine's user-data come from. `unpacked`: they lie in a layer under its root, made once for
   * each list of packages, and cloud-init configures them at the first boot. `downloaded`: it installs them, as in the
   * cloud.
   * @default "unpacked"
   */
  readonly packages?: "unpacked" | "downloaded";
}

/** One Linux machine as a cloud: systemd-nspawn, network namespaces, nftables and loop devices. */
export class LinuxHost implements Substrate {
  private readonly names: Names;
  private readonly store: Store;
  private readonly fabric: Fabric;
  private readonly services: Cgroup;
  private readonly queue = new Queue();
  private readonly folder: string;

  constructor(private readonly props: LinuxHostProps) {
    this.names = new Names(props.id);
    this.folder = resolve(props.folder);
    // Both separate the folders of an overlay.
    if (/[:,\\]/.test(this.folder))
      throw new Error(`folder of the lab: expected none of : , \\ in it, found ${this.folder}`);
    this.store = new Store(this.folder);
    this.fabric = new Fabric(this.names);
    this.services = new Cgroup(this.names.services);
  }

  /**
   * The lab's addresses, known once it is up. Public addresses of machines may be the 16th to the 199th of `publicCidr`.
   */
  get addresses(): LabAddresses {
    const slot = this.store.slot();
    if (slot === undefined) throw new Error(`lab ${this.names.id}: expected it to be up, found no network`);
    return labAddresses(slot);
  }

  async up(): Promise<void> {
    const lacking = shortcoming(thisHost());
    if (lacking !== undefined) throw new Error(lacking);
    mkdirSync(this.folder, { recursive: true });
    const base = await baseRoot();
    this.store.setBase(base);
    await this.queue.run("fabric", async () => {
      this.services.make();
      const preferred = this.store.slot() ?? parseInt(label(this.names.id), 16) % SLOTS;
      this.store.setSlot((await this.fabric.make(preferred)).slot);
      for (const subnet of this.store.subnets.all()) await this.fabric.addSubnet(subnet);
    });
    await this.filter();
    await Promise.all([this.startDns(), this.startNetworkServices(), this.startPackageCache(base)]);
  }

  async down(): Promise<void> {
    for (const name of cgroupsNamed(this.names.prefix)) await new Cgroup(name).remove();
    await this.detachLoops();
    const namespaces = named("/run/netns");
    // The fabric last: with it go the links to the others.
    for (const name of namespaces.filter((name) => name.startsWith(this.names.prefix) && name !== this.names.fabric))
      await this.fabric.removeNamespace(name);
    await this.fabric.remove();
    for (const name of named(PROPAGATE).filter((container) => container.startsWith(this.names.prefix)))
      rmSync(join(PROPAGATE, name), { recursive: true, force: true });
    rmSync(this.folder, { recursive: true, force: true });
  }

  async setSubnet(subnet: Subnet): Promise<void> {
    await this.queue.run("fabric", async () => {
      const before = this.store.subnets.get(subnet.id);
      if (before && before.cidr !== subnet.cidr) await this.fabric.removeSubnet(before);
      await this.fabric.addSubnet(subnet);
      this.store.subnets.set(subnet.id, subnet);
    });
    await this.filter();
  }

  async removeSubnet(id: string): Promise<void> {
    await this.queue.run("fabric", async () => {
      const subnet = this.store.subnets.get(id);
      if (!subnet) return;
      const user = this.store.machines.all().find(({ spec }) => spec.subnetId === id);
      if (user) throw new Error(`subnet ${id}: expected no machine in it, found ${user.spec.name}`);
      await this.fabric.removeSubnet(subnet);
      this.store.subnets.remove(id);
    });
    await this.filter();
  }

  async setSecurityGroup(group: SecurityGroup): Promise<void> {
    this.store.groups.set(group.id, group);
    await this.filter();
  }

  async removeSecurityGroup(id: string): Promise<void> {
    this.store.groups.remove(id);
    await this.filter();
  }

  async setRecords(records: Readonly<Record<string, readonly string[]>>): Promise<void> {
    await this.queue.run("dns", () => {
      writeFileSync(this.hosts, hostsFile(records));
      this.dns.signal("SIGHUP");
      return Promise.resolve();
    });
  }

  async setDisk(disk: Disk): Promise<void> {
    await this.queue.run(`disk ${disk.id}`, async () => {
      await this.disk(disk.id).size(disk.sizeGb);
      this.store.disks.set(disk.id, disk);
    });
  }

  async removeDisk(id: string): Promise<void> {
    await this.queue.run(`disk ${id}`, async () => {
      const user = this.store.machines.all().find(({ spec }) => spec.disks.some(({ diskId }) => diskId === id));
      if (user) throw new Error(`disk ${id}: expected no machine to have it, found ${user.spec.name}`);
      await this.disk(id).free();
      await this.disk(id).detach();
      this.store.disks.remove(id);
    });
  }

  async createMachine(spec: MachineSpec): Promise<void> {
    await this.queue.run(`machine ${spec.id}`, async () => {
      const { address, id, name } = spec;
      const { subnet, record } = this.check(spec);
      const machine = this.machine(id);
      if (record && existsSync(join(this.store.machines.folder(id), "installed"))) {
        if (JSON.stringify(record.spec) !== JSON.stringify(spec))
          throw new Error(`machine ${name}: expected none with the id ${id}, found one with other settings: update it`);
      } else {
        const userData = spec.metadata["user-data"] ?? "";
        const lower = await this.lower(userData);
        // First of all: what was begun is found by its record.
        const impairment = { loss: 0, delayMs: 0 };
        this.store.machines.set(id, { spec, lower, wanted: "running", cut: false, impairment });
        const network = { dns: subnetServices(subnet.cidr).dns, cache: this.addresses.host };
        await machine.install(seedFiles({ ...spec, address }, network));
      }
      const now = this.record(id);
      await this.filter();
      if (now.wanted === "running") await machine.boot(now, subnet);
    });
  }

  async updateMachine(spec: MachineSpec): Promise<void> {
    await this.queue.run(`machine ${spec.id}`, async () => {
      const { spec: before } = this.record(spec.id);
      this.check(spec);
      if (spec.address !== before.address || spec.subnetId !== before.subnetId)
        throw new Error(
          `machine ${spec.name}: expected its address ${before.address}, found ${spec.address}: replace it`,
        );
      this.change(spec.id, { spec });
      await this.filter();
    });
  }

  async removeMachine(id: string): Promise<void> {
    await this.queue.run(`machine ${id}`, async () => {
      await this.machine(id).settle();
      this.store.machines.remove(id);
      await this.filter();
    });
  }

  machines(): Promise<readonly MachineStatus[]> {
    return Promise.resolve(this.store.machines.all().map((record) => this.machine(record.spec.id).status(record)));
  }

  async start(id: string): Promise<void> {
    await this.queue.run(`machine ${id}`, async () => {
      const record = this.change(id, { wanted: "running" });
      await this.machine(id).boot(record, this.check(record.spec).subnet);
    });
  }

  async stop(id: string): Promise<void> {
    await this.queue.run(`machine ${id}`, async () => {
      this.record(id);
      await this.machine(id).powerOff();
      this.change(id, { wanted: "stopped" });
    });
  }

  async crash(id: string): Promise<void> {
    await this.queue.run(`machine ${id}`, async () => {
      const { spec } = this.change(id, { wanted: "crashed" });
      await this.machine(id).crash(spec.disks.map(({ diskId }) => diskId));
    });
  }

  async cut(id: string): Promise<void> {
    this.change(id, { cut: true });
    await this.filter();
  }

  async heal(id: string): Promise<void> {
    this.change(id, { cut: false, impairment: { loss: 0, delayMs: 0 } });
    await this.filter();
    await this.fabric.delay(id, 0);
  }

  async impair(id: string, impairment: Impairment): Promise<void> {
    this.change(id, { impairment });
    await this.filter();
    await this.fabric.delay(id, impairment.delayMs);
  }

  async exec(id: string, command: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
    const { input = "", timeoutSeconds = 60 } = options;
    const { name } = this.record(id).spec;
    const machine = this.machine(id);
    const { leader } = machine;
    if (leader === undefined)
      throw new Error(`machine ${name}: expected it to run ${command.join(" ")}, it is not running`);
    const [program, ...args] = machine.command(leader, command, timeoutSeconds) as [string, ...string[]];
    const { exitCode, stdout, stderr, timedOut } = await execa(program, args, {
      input,
      reject: false,
      stripFinalNewline: false,
      maxBuffer: 256 * 1024 * 1024,
      // `timeout` on the machine is quicker, unless the machine ends meanwhile.
      timeout: (timeoutSeconds + 10) * 1000,
      killSignal: "SIGKILL",
    });
    if (timedOut || exitCode === 124)
      throw new Error(
        `machine ${name}: ${command.join(" ")}: expected it to end, still running after ${timeoutSeconds} s`,
      );
    return { status: exitCode, stdout, stderr };
  }

  /** Somebody on the internet, with an address of the lab's internet side; made when there is none of that name. */
  async client(name = "client"): Promise<Client> {
    return this.queue.run("clients", async () => {
      const { clients } = this.store;
      const others = clients.all().filter((client) => client.name !== name);
      const used = others.map(({ address }) => address);
      const free = Array.from({ length: 50 }, (_, index) =>
        this.addresses.publicCidr.replace("0/24", String(index + 200)),
      );
      const address = clients.get(name)?.address ?? free.find((candidate) => !used.includes(candidate));
      if (address === undefined)
        throw new Error(`client ${name}: expected fewer than ${free.length} others, found ${others.length}`);
      clients.set(name, { name, address });
      const namespace = this.names.client(name);
      if (!existsSync(join("/run/netns", namespace)))
        await this.fabric.attachClient(name, address, this.addresses.clientGateway);
      await this.filter();
      return new Client(name, address, namespace, clients.folder(name), this.base);
    });
  }

  async removeClient(name: string): Promise<void> {
    await this.queue.run("clients", async () => {
      await this.fabric.detachClient(name);
      this.store.clients.remove(name);
      await this.filter();
    });
  }

  /** Puts the rules in force that follow from the present state. */
  private async filter(): Promise<void> {
    await this.queue.run("filter", async () => {
      const machines = this.store.machines.all();
      await this.fabric.filter(
        ruleset({
          addresses: this.addresses,
          subnets: this.store.subnets.all(),
          groups: this.store.groups.all(),
          machines: machines.map(({ spec }) => spec),
          cut: machines.filter(({ cut }) => cut).map(({ spec }) => spec.id),
          loss: Object.fromEntries(machines.map(({ spec, impairment }) => [spec.id, impairment.loss])),
          clients: this.store.clients.all(),
        }),
      );
    });
  }

  private check(spec: MachineSpec): { subnet: Subnet; record: MachineRecord | undefined } {
    const subnet = this.store.subnets.get(spec.subnetId);
    if (!subnet) throw new Error(`machine ${spec.name}: expected the subnet ${spec.subnetId}, found no such`);
    const lacking = spec.disks.find(({ diskId }) => !this.store.disks.get(diskId));
    if (lacking) throw new Error(`machine ${spec.name}: expected the disk ${lacking.diskId}, found no such`);
    for (const { spec: other } of this.store.machines.all()) {
      if (other.id === spec.id) continue;
      if (other.address === spec.address)
        throw new Error(`machine ${spec.name}: expected ${spec.address} to be free, ${other.name} has it`);
      if (spec.publicAddress !== undefined && other.publicAddress === spec.publicAddress)
        throw new Error(`machine ${spec.name}: expected ${spec.publicAddress} to be free, ${other.name} has it`);
    }
    return { subnet, record: this.store.machines.get(spec.id) };
  }

  private record(id: string): MachineRecord {
    const record = this.store.machines.get(id);
    if (!record) throw new Error(`machine ${id}: expected it to exist, found no such`);
    return record;
  }

  private change(id: string, change: Partial<MachineRecord>): MachineRecord {
    const record = { ...this.record(id), ...change };
    this.store.machines.set(id, record);
    return record;
  }

  private machine(id: string): Machine {
    return new Machine(id, this.store.machines.folder(id), {
      names: this.names,
      fabric: this.fabric,
      services: this.services,
      runFolder: this.runFolder,
      disk: (disk) => this.disk(disk),
    });
  }

  private disk(id: string): DiskImage {
    return new DiskImage(join(this.store.disks.folder(id), "disk.img"));
  }

  /** Folders a machine's root stands on. */
  private async lower(userData: string): Promise<readonly string[]> {
    const { base } = this;
    const list = packageList(userData);
    if (list === undefined || this.props.packages === "downloaded") return [base];
    const proxy = `http://${this.addresses.host}:${PACKAGE_CACHE_PORT}`;
    // One after the other: machines of a role share one, and dpkg takes a core of its own.
    return [await this.queue.run("layers", () => roleLayer(list, base, this.folder, proxy)), base];
  }

  private get base(): string {
    const base = this.store.base();
    if (base === undefined)
      throw new Error(`lab ${this.names.id}: expected it to be up, found no root for its machines`);
    return base;
  }

  private get runFolder(): string {
    return join(this.folder, "run");
  }

  private get hosts(): string {
    return join(this.runFolder, "hosts");
  }

  private get dns(): Service {
    return new Service("dnsmasq", this.runFolder, this.services);
  }

  private async startDns(): Promise<void> {
    const { dns } = this;
    if (!existsSync(this.hosts)) writeFileSync(this.hosts, "");
    await dns.start(this.inFabric(dnsCommand(this.hosts, this.addresses.time)), (words) => words.includes("started"));
  }

  private async startNetworkServices(): Promise<void> {
    const program = join(__dirname, "network-services.ts");
    const loader = pathToFileURL(require.resolve("tsx")).href;
    const command = [process.execPath, "--import", loader, program, this.folder, this.addresses.time];
    const service = new Service("network-services", this.runFolder, this.services);
    await service.start(this.inFabric(command), (words) => words.includes("ready"));
  }

  private async startPackageCache(base: string): Promise<void> {
    const folder = join(this.runFolder, "package-cache");
    const shared = join(cacheFolder(), "packages");
    const lock = `${shared}.lock`;
    mkdirSync(folder, { recursive: true });
    mkdirSync(shared, { recursive: true });
    const service = new Service("package-cache", this.runFolder, this.services);
    if (service.pid !== undefined) return;
    // Two of its processes must not share a folder: a second lab at the same time has one of its own.
    const alone = await succeeds("flock", ["--nonblock", lock, "true"]);
    const cache = alone ? shared : join(folder, "packages");
    writeFileSync(
      join(folder, "acng.conf"),
      packageCacheConfig(this.addresses.host, { cache, run: folder }, mirrors(base)),
    );
    const command = ["flock", "--nonblock", "--no-fork", alone ? lock : `${cache}.lock`, "apt-cacher-ng", "-c", folder];
    await service.start(command, () => answers(this.addresses.host, PACKAGE_CACHE_PORT));
  }

  private inFabric(command: readonly string[]): readonly string[] {
    return ["ip", "netns", "exec", this.names.fabric, ...command];
  }

  /** Loop devices of files in the lab's folder, whether or not the files are still there. */
  private async detachLoops(): Promise<void> {
    const list = await run("losetup", ["--list", "--json", "--output", "NAME,BACK-FILE"]);
    if (list.trim() === "") return;
    const { loopdevices } = JSON.parse(list) as { loopdevices: { name: string; "back-file": string | null }[] };
    const own = loopdevices.filter((device) => device["back-file"]?.startsWith(`${this.folder}/`));
    for (const { name } of own) await run("losetup", ["--detach", name]);
  }
}

function named(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, host, () => {
      socket.destroy();
      done(true);
    });
    socket.once("error", () => {
      done(false);
    });
  });
}
