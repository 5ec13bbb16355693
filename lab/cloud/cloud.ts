import type { Substrate } from "../substrate";
import { Calls } from "./calls";
import { Faults } from "./faults";
import type { Kind } from "./kinds";
import { Limits } from "./limits";
import { Refusal } from "./refusal";
import { services } from "./services/all";
import { setRecords } from "./services/dns";
import { toSpec } from "./services/instance-substrate";
import { securityGroupOf } from "./services/security-group";
import type { Room, Service } from "./services/service";
import { toSubstrate } from "./services/subnet";
import { type Entry, Store } from "./store";
import { GB } from "./tables";

export interface CloudOptions {
  readonly substrate: Substrate;
  /** File that keeps the resources. */
  readonly file: string;
  /** The network that public addresses come from, IPv4 CIDR. */
  readonly internet: string;
}

/** Kinds in the order in which they can be deleted: users before what they use. */
const USERS_FIRST: readonly Kind[] = [
  "compute_instance",
  "compute_snapshot_schedule",
  "compute_placement_group",
  "compute_disk",
  "dns_recordset",
  "dns_zone",
  "vpc_security_group",
  "vpc_address",
  "vpc_subnet",
  "vpc_route_table",
  "vpc_gateway",
  "vpc_network",
];

/**
 * The lab's cloud: keeps resources, refuses what Yandex Cloud would refuse, and has the substrate run the machines. It
 * also refuses what it does not support, and never ignores a field.
 */
export class Cloud {
  readonly services: readonly Service[];
  readonly limits: Limits;
  readonly calls = new Calls();
  readonly faults = new Faults();
  private readonly room: Room;

  constructor({ substrate, file, internet }: CloudOptions) {
    const store = new Store(file);
    this.limits = new Limits(store);
    this.room = { store, substrate, limits: this.limits, internet };
    this.services = services(this.room);
  }

  /**
   * Syncs the stored resources to a substrate that is up, after a start of the daemon: deletes resources whose creation
   * or deletion the last daemon did not finish; recreates networks, security groups, DNS records and disks. Machines keep
   * running without a daemon.
   */
  async recover(): Promise<void> {
    const { store, substrate } = this.room;
    await this.delete(store.entries().filter(({ pending }) => pending));
    for (const subnet of store.all("vpc_subnet")) await substrate.network.setSubnet(toSubstrate(store, subnet));
    for (const group of store.all("vpc_security_group"))
      await substrate.network.setSecurityGroup(securityGroupOf(group));
    await setRecords(store, substrate);
    for (const { id, size, source_image_id } of store.all("compute_disk")) {
      if (source_image_id === undefined) await substrate.disks.set({ id, sizeGb: size / GB });
    }
  }

  /**
   * Deletes resources that no state of the engine knows: a deployment that was killed has left them. In the cloud one
   * would do it by hand.
   *
   * @param known ids of the resources in the states
   * @returns what was deleted, one line each
   */
  async deleteLeftovers(known: readonly string[]): Promise<readonly string[]> {
    const { store } = this.room;
    const ids = new Set(known);
    // Those of machines and zones go with them.
    const own = new Set(store.all("compute_instance").map(({ boot_disk }) => boot_disk.disk_id));
    const left = store
      .entries()
      .filter(({ kind, message: { id } }) => kind !== "dns_recordset" && !ids.has(id) && !own.has(id));
    await this.delete(left);
    return left.map(({ kind, message }) => `${kind} ${message.name || message.id}`);
  }

  /** Counts the resources by Terraform's type. The own disks of machines are part of them. */
  counts(): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { kind, message } of this.room.store.entries()) {
      if (kind === "compute_disk" && "source_image_id" in message) continue;
      counts[`yandex_${kind}`] = (counts[`yandex_${kind}`] ?? 0) + 1;
    }
    return counts;
  }

  /** Returns a machine's id by its host name. @throws Refusal that names the machines which exist. */
  machineId(name: string): string {
    const machines = this.room.store.all("compute_instance");
    const found = machines.find((machine) => toSpec(machine).name === name || machine.name === name);
    if (found) return found.id;
    const known = machines.map((machine) => toSpec(machine).name).sort();
    throw new Refusal(`no machine ${name}, expected one of: ${known.join(", ") || "there are none"}`, "NOT_FOUND");
  }

  /** @throws Refusal that names the service's methods, or the services. */
  requireCall(call: string): void {
    const [service = "", method = ""] = call.split("/");
    const found = this.services.find(({ name }) => name.endsWith(`.${service}`));
    if (!found) {
      const known = this.services.map(({ name }) => name.split(".").at(-1)).join(", ");
      throw new Refusal(`call ${call}: expected one of the services ${known}, found ${service}`);
    }
    const methods = Object.keys({ ...found.questions, ...found.changes });
    if (methods.includes(method)) return;
    throw new Refusal(`call ${call}: expected one of the methods ${methods.join(", ")}, found ${method}`);
  }

  /** Deletes resources without asking who uses them. */
  private async delete(entries: readonly Entry[]): Promise<void> {
    const { store, substrate } = this.room;
    const sorted = [...entries].sort((a, b) => USERS_FIRST.indexOf(a.kind) - USERS_FIRST.indexOf(b.kind));
    for (const { kind, message } of sorted) {
      const { id } = message;
      if ("boot_disk" in message) {
        await substrate.machines.remove(id);
        store.delete(message.boot_disk.disk_id);
      }
      if (kind === "compute_disk") await substrate.disks.remove(id);
      if (kind === "vpc_subnet") await substrate.network.removeSubnet(id);
      if (kind === "vpc_security_group") await substrate.network.removeSecurityGroup(id);
      if (kind === "dns_zone") {
        for (const record of store.all("dns_recordset")) if (record.dns_zone_id === id) store.delete(record.id);
        await setRecords(store, substrate);
      }
      store.delete(id);
    }
  }
}
