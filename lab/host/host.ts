import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { Queue } from "../queue";
import {
  isVirtual,
  type MachineDescription,
  type MachineKind,
  refuseOtherKind,
  type StorageAccess,
  type Substrate,
} from "../substrate";
import type { LabAddresses } from "./addresses";
import { Cgroup } from "./cgroup";
import { Router } from "./router";
import { baseRoot } from "./base-root";
import { sweep } from "./sweep";
import { HostMachines } from "./machines";
import { Names } from "./names";
import { HostNetwork } from "./network";
import { ObjectStorage } from "./object-storage";
import { shortcoming, thisHost } from "./preflight";
import { HostDisks } from "./disks";
import { LabServices } from "./lab-services";
import { HostStore } from "./store";
import { PACKAGE_CACHE_PORT } from "./packet-filter";
import { findAccelerator } from "./vm/accelerator";
import { kernelOf, vmLayer } from "./vm/layer";

export interface LinuxHostProps {
  /** A lower-case letter, then up to 9 lower-case letters or digits. Labs with different ids share nothing. */
  readonly id: string;
  /** Folder of the lab's state. `down` removes it. */
  readonly folder: string;
  /**
   * Source of the packages in a machine's user-data. `unpacked`: a layer under its root, made once for each list of
   * packages; cloud-init configures them at the first boot. `downloaded`: cloud-init installs them, as in the cloud.
   * @default "unpacked"
   */
  readonly packages?: "unpacked" | "downloaded";
  /**
   * What the machines are: containers of systemd-nspawn, virtual machines of QEMU, or some of them virtual.
   * @default that of the lab, if it was up; else "container"
   */
  readonly machines?: MachineKind;
}

const SLOW = "virtual machines: KVM does not work here, so QEMU plays the processor in software, 10 to 20 times slower";

/** One Linux machine as a cloud: systemd-nspawn or QEMU, network namespaces, nftables and loop devices. */
export class LinuxHost implements Substrate {
  readonly network: HostNetwork;
  readonly disks: HostDisks;
  readonly machines: HostMachines;
  private readonly names: Names;
  private readonly folder: string;
  private readonly store: HostStore;
  private readonly router: Router;
  private readonly cgroup: Cgroup;
  private readonly services: LabServices;
  private readonly storage: ObjectStorage;

  private readonly kind: MachineKind;

  constructor({ id, folder, packages = "unpacked", machines }: LinuxHostProps) {
    this.folder = resolve(folder);
    // They separate the options and folders of an overlay.
    if (/[:,\\]/.test(this.folder))
      throw new Error(`folder of the lab: expected none of : , \\ in it, found ${this.folder}`);
    const runFolder = join(this.folder, "run");
    const queue = new Queue();
    const names = (this.names = new Names(id));
    const store = (this.store = new HostStore(this.folder));
    this.kind = machines ?? store.machineKind();
    const router = (this.router = new Router(names));
    const cgroup = (this.cgroup = new Cgroup(names.services));
    const services = (this.services = new LabServices(router, this.folder, runFolder, cgroup));
    this.storage = new ObjectStorage(join(this.folder, "object-storage"), router, runFolder, cgroup);
    const network = (this.network = new HostNetwork(names, store, router, services, queue));
    const disks = (this.disks = new HostDisks(store, queue, (disk) => this.machines.grown(disk)));
    const around = { names, router, services: cgroup, runFolder, disks };
    this.machines = new HostMachines(around, store, network, queue, packages === "unpacked");
  }

  /**
   * The lab's addresses, known once it is up. Public addresses of machines may be the 16th to the 199th of `publicCidr`.
   */
  get addresses(): LabAddresses {
    return this.network.addresses;
  }

  async up(): Promise<void> {
    const lacking = shortcoming(thisHost(), this.kind);
    if (lacking !== undefined) throw new Error(lacking);
    mkdirSync(this.folder, { recursive: true });
    const base = await baseRoot();
    this.decideMachines();
    this.store.setBase(base);
    this.cgroup.make();
    await this.network.up();
    await this.services.start(this.addresses, base);
    if (isVirtual(this.kind)) await this.prepareVirtualMachines(base);
  }

  /** What the machines are, with how virtual ones run. Known once the lab is up. */
  get machineKind(): MachineDescription {
    const hardware = this.store.virtualHardware();
    return { kind: this.store.machineKind(), ...(hardware && { accelerator: hardware.accelerator }) };
  }

  private decideMachines(): void {
    if (this.store.base() !== undefined) refuseOtherKind(this.names.id, this.store.machineKind(), this.kind);
    this.store.setMachineKind(this.kind);
  }

  private async prepareVirtualMachines(base: string): Promise<void> {
    const layer = await vmLayer(base, this.folder, `http://${this.addresses.host}:${PACKAGE_CACHE_PORT}`);
    const accelerator = this.store.virtualHardware()?.accelerator ?? (await findAccelerator(kernelOf([layer]).kernel));
    this.store.setVirtualHardware({ accelerator, layer });
    if (accelerator === "tcg") process.stderr.write(`${SLOW}\n`);
  }

  /** Starts the S3 server unless it runs: most labs need none. */
  objectStorage(): Promise<StorageAccess> {
    return this.storage.start(this.addresses.storage);
  }

  async down(): Promise<void> {
    await sweep(this.names, this.router, this.folder);
  }
}
