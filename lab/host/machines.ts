import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Queue } from "../queue";
import {
  type Disk,
  type ExecOptions,
  type ExecResult,
  type Impairment,
  isVirtual,
  type MachineAction,
  type MachineSpec,
  type MachineStatus,
  type Subnet,
  type SubstrateMachines,
} from "../substrate";
import { subnetServices } from "./addresses";
import { packageList, packageLayer } from "./package-layer";
import { Container } from "./container";
import type { Guest, Surroundings } from "./guest";
import type { HostNetwork } from "./network";
import { PACKAGE_CACHE_PORT } from "./packet-filter";
import type { HostStore, MachineRecord, VirtualHardware } from "./store";
import { VirtualMachine } from "./vm/virtual-machine";

const UNIMPAIRED: Impairment = { loss: 0, delayMs: 0 };

/** The machines of a lab: their records, and one call at a time for each. */
export class HostMachines implements SubstrateMachines {
  /** @param layers whether packages are unpacked in layers under the machines' roots; else cloud-init downloads them */
  constructor(
    private readonly around: Surroundings,
    private readonly store: HostStore,
    private readonly network: HostNetwork,
    private readonly queue: Queue,
    private readonly layers: boolean,
  ) {}

  list(): Promise<readonly MachineStatus[]> {
    return Promise.resolve(this.store.machines.all().map((record) => this.machine(record.spec.id).status(record)));
  }

  async create(spec: MachineSpec): Promise<void> {
    await this.queue.run(`machine ${spec.id}`, async () => {
      const { id, name } = spec;
      const { subnet, record } = this.check(spec);
      const machine = this.machine(id, name);
      if (record && existsSync(join(this.store.machines.folder(id), "installed"))) {
        if (JSON.stringify(record.spec) !== JSON.stringify(spec))
          throw new Error(`machine ${name}: expected none with the id ${id}, found one with other settings: update it`);
      } else {
        const lower = await this.lower(spec);
        // First: a machine that was begun is found by its record.
        this.store.machines.set(id, { spec, lower, wanted: "running", cut: false, impairment: UNIMPAIRED });
        const network = { dns: subnetServices(subnet.cidr).dns, cache: this.network.addresses.host };
        await machine.install(this.record(id), network);
      }
      const now = this.record(id);
      await this.network.filter();
      if (now.wanted === "running") await machine.boot(now, subnet);
    });
  }

  async update(spec: MachineSpec): Promise<void> {
    await this.queue.run(`machine ${spec.id}`, async () => {
      const { spec: before } = this.record(spec.id);
      this.check(spec);
      const machine = this.machine(spec.id);
      if (spec.subnetId !== before.subnetId)
        throw new Error(
          `machine ${spec.name}: expected its subnet ${before.subnetId}, found ${spec.subnetId}: replace it`,
        );
      if (spec.address !== before.address && machine.running)
        throw new Error(
          `machine ${spec.name}: expected its address ${before.address} as it runs, found ${spec.address}: stop it`,
        );
      const kept = new Set(spec.disks.map(({ diskId }) => diskId));
      await machine.pull(before.disks.filter(({ diskId }) => !kept.has(diskId)));
      this.change(spec.id, { spec });
      await this.network.filter();
    });
  }

  async remove(id: string): Promise<void> {
    await this.queue.run(`machine ${id}`, async () => {
      await this.machine(id).settle();
      this.store.machines.remove(id);
      await this.network.filter();
    });
  }

  async act(id: string, action: MachineAction): Promise<void> {
    await (typeof action === "string" ? this[action](id) : this.impair(id, action));
  }

  private async start(id: string): Promise<void> {
    await this.queue.run(`machine ${id}`, async () => {
      const record = this.change(id, { wanted: "running" });
      await this.machine(id).boot(record, this.check(record.spec).subnet);
    });
  }

  private async stop(id: string): Promise<void> {
    await this.queue.run(`machine ${id}`, async () => {
      this.record(id);
      await this.machine(id).powerOff();
      this.change(id, { wanted: "stopped" });
    });
  }

  private async crash(id: string): Promise<void> {
    await this.queue.run(`machine ${id}`, async () => {
      const { spec } = this.change(id, { wanted: "crashed" });
      await this.machine(id).crash(spec.disks.map(({ diskId }) => diskId));
    });
  }

  private async cut(id: string): Promise<void> {
    this.change(id, { cut: true });
    await this.network.filter();
  }

  private async heal(id: string): Promise<void> {
    this.change(id, { cut: false });
    await this.impair(id, UNIMPAIRED);
  }

  private async impair(id: string, impairment: Impairment): Promise<void> {
    const { spec, impairment: before } = this.record(id);
    // First: when this fails, nothing else is changed.
    if (impairment.delayMs > 0) await this.machine(id).delay(spec, impairment.delayMs);
    this.change(id, { impairment });
    await this.network.filter();
    if (impairment.delayMs === 0) await this.machine(id).endDelay(spec, before.delayMs);
  }

  async exec(id: string, command: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
    const { name } = this.record(id).spec;
    return this.machine(id).exec(name, command, options);
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

  /** Tells the machine that has a disk, if it runs, of the disk's size. */
  async grown(disk: Disk): Promise<void> {
    const user = this.store.machines.all().find(({ spec }) => spec.disks.some(({ diskId }) => diskId === disk.id));
    if (user) await this.machine(user.spec.id).grown(disk);
  }

  /** @param name of a machine that has no record yet */
  private machine(id: string, name = this.store.machines.get(id)?.spec.name): Guest {
    const folder = this.store.machines.folder(id);
    const hardware = this.hardware(name);
    return hardware
      ? new VirtualMachine(id, folder, this.around, hardware.accelerator)
      : new Container(id, folder, this.around);
  }

  /** Undefined for a container. */
  private hardware(name: string | undefined): VirtualHardware | undefined {
    return isVirtual(this.store.machineKind(), name) ? this.store.virtualHardware() : undefined;
  }

  /** Lower folders of a machine's overlay. */
  private async lower({ name, metadata }: MachineSpec): Promise<readonly string[]> {
    const userData = metadata["user-data"] ?? "";
    const vm = this.hardware(name);
    const base = [...(vm ? [vm.layer] : []), this.store.requiredBase()];
    const list = packageList(userData);
    if (list === undefined || !this.layers) return base;
    const proxy = `http://${this.network.addresses.host}:${PACKAGE_CACHE_PORT}`;
    // One after the other: machines of a role share a layer, and dpkg occupies a core.
    return [await this.queue.run("layers", () => packageLayer(list, base, this.store.folder, proxy)), ...base];
  }
}
