import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { Queue } from "../queue";
import type {
  Disk,
  ExecOptions,
  ExecResult,
  MachineAction,
  MachineSpec,
  MachineStatus,
  SecurityGroup,
  Subnet,
  Substrate,
} from "../substrate";
import type { LabAddresses } from "./addresses";
import { Cgroup } from "./cgroup";
import type { ChrootClient } from "./chroot-client";
import { Router } from "./router";
import { baseRoot } from "./base-root";
import { sweep } from "./sweep";
import { HostMachines } from "./machines";
import { Names } from "./names";
import { HostNetwork } from "./network";
import { shortcoming, thisHost } from "./preflight";
import { LabServices } from "./lab-services";
import { HostStore } from "./store";

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
  private readonly folder: string;
  private readonly store: HostStore;
  private readonly router: Router;
  private readonly cgroup: Cgroup;
  private readonly network: HostNetwork;
  private readonly services: LabServices;
  private readonly room: HostMachines;
  private readonly queue = new Queue();

  constructor({ id, folder, packages = "unpacked" }: LinuxHostProps) {
    this.names = new Names(id);
    this.folder = resolve(folder);
    // Both separate the folders of an overlay.
    if (/[:,\\]/.test(this.folder))
      throw new Error(`folder of the lab: expected none of : , \\ in it, found ${this.folder}`);
    const runFolder = join(this.folder, "run");
    const { names, queue } = this;
    const store = (this.store = new HostStore(this.folder));
    const router = (this.router = new Router(names));
    const services = (this.cgroup = new Cgroup(names.services));
    const network = (this.network = new HostNetwork(names, store, router, queue));
    this.services = new LabServices(router, this.folder, runFolder, services);
    const layers = packages === "unpacked";
    this.room = new HostMachines({ names, store, router, services, network, queue, runFolder, layers });
  }

  /**
   * The lab's addresses, known once it is up. Public addresses of machines may be the 16th to the 199th of `publicCidr`.
   */
  get addresses(): LabAddresses {
    return this.network.addresses;
  }

  async up(): Promise<void> {
    const lacking = shortcoming(thisHost());
    if (lacking !== undefined) throw new Error(lacking);
    mkdirSync(this.folder, { recursive: true });
    const base = await baseRoot();
    this.store.setBase(base);
    this.cgroup.make();
    await this.network.up();
    await this.services.start(this.addresses, base);
  }

  async down(): Promise<void> {
    await sweep(this.names, this.router, this.folder);
  }

  setSubnet(subnet: Subnet): Promise<void> {
    return this.network.setSubnet(subnet);
  }

  removeSubnet(id: string): Promise<void> {
    return this.network.removeSubnet(id);
  }

  setSecurityGroup(group: SecurityGroup): Promise<void> {
    return this.network.setSecurityGroup(group);
  }

  removeSecurityGroup(id: string): Promise<void> {
    return this.network.removeSecurityGroup(id);
  }

  async setRecords(records: Readonly<Record<string, readonly string[]>>): Promise<void> {
    await this.queue.run("dns", () => {
      this.services.setRecords(records);
      return Promise.resolve();
    });
  }

  setDisk(disk: Disk): Promise<void> {
    return this.room.setDisk(disk);
  }

  removeDisk(id: string): Promise<void> {
    return this.room.removeDisk(id);
  }

  createMachine(spec: MachineSpec): Promise<void> {
    return this.room.create(spec);
  }

  updateMachine(spec: MachineSpec): Promise<void> {
    return this.room.update(spec);
  }

  removeMachine(id: string): Promise<void> {
    return this.room.remove(id);
  }

  machines(): Promise<readonly MachineStatus[]> {
    return Promise.resolve(this.room.statuses());
  }

  act(id: string, action: MachineAction): Promise<void> {
    return this.room.act(id, action);
  }

  exec(id: string, command: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
    return this.room.exec(id, command, options);
  }

  /** Somebody on the internet, with an address of the lab's internet side; made when there is none of that name. */
  client(name = "client"): Promise<ChrootClient> {
    return this.network.client(name);
  }

  removeClient(name: string): Promise<void> {
    return this.network.removeClient(name);
  }
}
