import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Queue } from "../queue";
import { isVirtual, type SecurityGroup, type Subnet, type SubstrateNetwork } from "../substrate";
import { type LabAddresses, labAddresses, SLOTS } from "./addresses";
import { ChrootClient } from "./chroot-client";
import type { Router } from "./router";
import type { LabServices } from "./lab-services";
import { label, type Names } from "./names";
import { ruleset } from "./packet-filter";
import type { HostStore } from "./store";

/** The network of a lab: records of subnets, security groups and clients, and the packet filter that follows from them. */
export class HostNetwork implements SubstrateNetwork {
  /** @param services the DNS server is one of them */
  constructor(
    private readonly names: Names,
    private readonly store: HostStore,
    private readonly router: Router,
    private readonly services: LabServices,
    private readonly queue: Queue,
  ) {}

  /** The lab's addresses, known once it is up. */
  get addresses(): LabAddresses {
    const slot = this.store.slot();
    if (slot === undefined) throw new Error(`lab ${this.names.id}: expected it to be up, found no network`);
    return labAddresses(slot);
  }

  /** Makes the router, with the subnets that are recorded. */
  async up(): Promise<void> {
    await this.queue.run("router", async () => {
      const preferred = this.store.slot() ?? parseInt(label(this.names.id), 16) % SLOTS;
      this.store.setSlot((await this.router.make(preferred)).slot);
      for (const subnet of this.store.subnets.all()) await this.router.addSubnet(subnet);
    });
    await this.filter();
  }

  async setSubnet(subnet: Subnet): Promise<void> {
    await this.queue.run("router", async () => {
      const before = this.store.subnets.get(subnet.id);
      if (before && before.cidr !== subnet.cidr) await this.router.removeSubnet(before);
      await this.router.addSubnet(subnet);
      this.store.subnets.set(subnet.id, subnet);
    });
    await this.filter();
  }

  async removeSubnet(id: string): Promise<void> {
    await this.queue.run("router", async () => {
      const subnet = this.store.subnets.get(id);
      if (!subnet) return;
      const user = this.store.machines.all().find(({ spec }) => spec.subnetId === id);
      if (user) throw new Error(`subnet ${id}: expected no machine in it, found ${user.spec.name}`);
      await this.router.removeSubnet(subnet);
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
      this.services.setRecords(records);
      return Promise.resolve();
    });
  }

  /** Applies the packet filter that follows from the records. */
  async filter(): Promise<void> {
    await this.queue.run("filter", async () => {
      const machines = this.store.machines.all();
      await this.router.filter(
        ruleset({
          addresses: this.addresses,
          subnets: this.store.subnets.all(),
          groups: this.store.groups.all(),
          machines: machines.map(({ spec }) => spec),
          cut: machines.filter(({ cut }) => cut).map(({ spec }) => spec.id),
          loss: Object.fromEntries(machines.map(({ spec, impairment }) => [spec.id, impairment.loss])),
          delayed: machines.filter(({ impairment }) => impairment.delayMs > 0).map(({ spec }) => spec.id),
          clients: this.store.clients.all(),
          dhcp: isVirtual(this.store.machineKind()),
        }),
      );
    });
  }

  /** Finds a client on the lab's internet side; makes it when there is none of that name. */
  async client(name = "client"): Promise<ChrootClient> {
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
        await this.router.attachClient(name, address, this.addresses.clientGateway);
      await this.filter();
      return new ChrootClient(name, address, namespace, clients.folder(name), this.store.requiredBase());
    });
  }
}
