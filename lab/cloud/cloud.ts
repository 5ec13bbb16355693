import { Queue } from "../queue";
import type { Substrate } from "../substrate";
import { complete, requested } from "./attributes";
import { Catalogue, identityOf, unknownType } from "./catalogue";
import { newId } from "./ids";
import { Inventory } from "./inventory";
import type { JsonObject } from "../../config/json";
import { Provisioner } from "./provisioner";
import { Refusal } from "./refusal";
import type { Common, ResourceType } from "./resource-type";
import { type Entry, ResourceStore } from "./resource-store";
import { findImage } from "./types/image";
import { INSTANCE } from "./types/instance";
import { RESOURCE_TYPES } from "./types/all";

/** The arguments of each call from the provider. */
export interface Call {
  /** The resource's state as the engine knows it; null for a create. */
  readonly prior: JsonObject | null;
  /** The resource's planned attributes, null where they are computed; for a data source its arguments. */
  readonly planned: JsonObject | null;
  /** The provider's own configuration. */
  readonly config: JsonObject | null;
}

export interface CloudOptions {
  readonly substrate: Substrate;
  /** File that keeps the resources. */
  readonly file: string;
  /** The network that public addresses come from, IPv4 CIDR. */
  readonly internet: string;
}

/**
 * The lab's cloud: keeps resources, refuses what Yandex Cloud would refuse, and has the substrate run the machines. It
 * also refuses what it does not support, and never ignores an argument.
 */
export class Cloud {
  private readonly store: ResourceStore;
  private readonly catalogue = new Catalogue();
  private readonly inventory: Inventory;
  private readonly provisioner: Provisioner;
  private readonly queue = new Queue();

  constructor({ substrate, file, internet }: CloudOptions) {
    const { catalogue } = this;
    const store = (this.store = new ResourceStore(file));
    const inventory = (this.inventory = new Inventory(store, catalogue));
    this.provisioner = new Provisioner(store, catalogue, inventory, substrate, internet);
  }

  /**
   * Syncs the stored resources to a substrate that is up, after a start of the daemon: deletes resources whose creation
   * the last daemon did not finish; recreates networks, security groups, DNS records and disks. Machines keep running
   * without a daemon.
   */
  async recover(): Promise<void> {
    for (const entry of this.store.entries().filter(({ pending }) => pending)) await this.provisioner.delete(entry);
    for (const { type } of RESOURCE_TYPES.filter((type) => type !== INSTANCE)) {
      for (const entry of this.store.entries().filter((entry) => entry.type === type))
        await this.provisioner.sync(entry);
    }
  }

  /**
   * Notes that a deployment begins. The engine reads all resources that it knows before it creates any. So a resource
   * that it creates although it exists, and that it has not read, was left by an interrupted deployment.
   */
  beginDeployment(): void {
    this.store.beginDeployment();
  }

  /** Counts the resources by type. */
  counts(): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { type } of this.store.entries()) counts[type] = (counts[type] ?? 0) + 1;
    return counts;
  }

  /**
   * Creates a resource, or adopts or replaces the one that an interrupted deployment left.
   *
   * @param connected whether the client still waits: otherwise the resource is deleted again, as no state has it
   * @returns the state of the new resource.
   * @throws Refusal
   */
  async create(typeName: string, call: Call, connected: () => boolean = () => true): Promise<JsonObject> {
    const type = this.catalogue.type(typeName);
    const planned = call.planned ?? {};
    const args = this.catalogue.parse(type, planned);
    const identity = identityOf(type, args);
    return this.queue.run(`${typeName} ${identity ?? newId("")}`, async () => {
      const leftover = identity === undefined ? undefined : await this.adoptOrReplace(type, identity);
      const id = leftover?.id ?? type.id?.(args) ?? newId(type.idPrefix);
      const state = await this.provisioner.apply({ ...call, type, id, prior: leftover?.state ?? null, planned });
      if (connected()) return state;
      await this.provisioner.delete(this.provisioner.entry(id));
      throw new Refusal(`${typeName} ${id}: the client went away while it was created; it is removed again`, 409);
    });
  }

  /** @returns the refreshed state; null when the resource does not exist. */
  async read(typeName: string, call: Call): Promise<JsonObject | null> {
    const type = this.catalogue.type(typeName);
    const entry = this.store.get(idOf(call.prior));
    if (entry?.type !== typeName || entry.pending) return null;
    const { id, args } = this.inventory.existing(entry);
    const refreshed = type.refresh ? await type.refresh(args, this.provisioner.context(id, call.config)) : {};
    if (!refreshed) {
      this.store.delete(id);
      return null;
    }
    const state = { ...entry.state, ...refreshed };
    this.store.put({ ...entry, state, seen: this.store.deployment });
    return state;
  }

  /** @returns the new state. @throws Refusal */
  async update(typeName: string, call: Call): Promise<JsonObject> {
    const type = this.catalogue.type(typeName);
    const id = idOf(call.prior);
    const entry = this.store.get(id);
    if (entry?.type !== typeName) throw new Refusal(`${type.title} ${id} not found`, 404);
    const planned = call.planned ?? {};
    const args = this.catalogue.parse(type, planned);
    const identity = identityOf(type, args);
    const namesake = identity === undefined ? undefined : this.inventory.withIdentity(type, identity);
    if (namesake && namesake.id !== id) throw alreadyExists(type, identity ?? "", namesake.id);
    return this.provisioner.apply({ ...call, type, id, prior: entry.state, planned });
  }

  /** Deletes a resource; one that does not exist is no error. @throws Refusal when it is protected or in use. */
  async delete(typeName: string, call: Call): Promise<null> {
    const type = this.catalogue.type(typeName);
    const entry = this.store.get(idOf(call.prior));
    if (entry?.type !== typeName) return null;
    const { id, args } = this.inventory.existing(entry);
    if (args.deletion_protection) {
      throw new Refusal(`${type.title} ${called(id, args)} cannot be deleted: its deletion_protection is true`, 409);
    }
    const user = this.inventory.users(entry)[0];
    if (user) {
      const { title } = this.catalogue.type(user.type);
      throw new Refusal(
        `${type.title} ${called(id, args)} cannot be deleted: ${title} ${called(user.id, this.inventory.existing(user).args)} uses it`,
        409,
      );
    }
    await this.provisioner.delete(entry);
    return null;
  }

  /** @returns the state of a data source. @throws Refusal */
  data(typeName: string, call: Call): JsonObject {
    const block = this.catalogue.block(`data.${typeName}`);
    const question = call.planned ?? {};
    if (typeName !== "yandex_compute_image") throw unknownType(`data source ${typeName}`);
    return complete(block, question, findImage(requested(block, question)));
  }

  /** Returns a machine's id by its host name. @throws Refusal that names the machines which exist. */
  machineId(name: string): string {
    const machines = this.inventory.all(INSTANCE);
    const found = machines.find(({ args }) => args.hostname === name || args.name === name);
    if (found) return found.id;
    const known = machines.map(({ args }) => args.hostname ?? args.name ?? "").sort();
    throw new Refusal(`no machine ${name}, expected one of: ${known.join(", ") || "there are none"}`, 404);
  }

  /**
   * Deals with an existing resource of the same identity as a new one. One that an interrupted deployment left is
   * deleted, or returned for adoption.
   *
   * @throws Refusal when this deployment knows the existing resource.
   */
  private async adoptOrReplace(type: ResourceType<Common>, identity: string): Promise<Entry | undefined> {
    const namesake = this.inventory.withIdentity(type, identity);
    if (!namesake) return undefined;
    if (namesake.seen === this.store.deployment) throw alreadyExists(type, identity, namesake.id);
    if (type.leftover !== "replace") return namesake;
    await this.provisioner.delete(namesake);
    return undefined;
  }
}

function idOf(state: JsonObject | null): string {
  const id = state?.["id"];
  return typeof id === "string" ? id : "";
}

function alreadyExists(type: ResourceType<Common>, identity: string, id: string): Refusal {
  return new Refusal(`${type.title} ${identity} already exists: ${id}`, 409);
}

function called(id: string, { name }: Common): string {
  return name ? `${name} (${id})` : id;
}
