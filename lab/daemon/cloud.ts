import type { z } from "zod";
import type { Substrate } from "../substrate";
import { complete, requested } from "./attributes";
import { newId } from "./ids";
import type { JsonObject } from "./json";
import { Refusal } from "./refusal";
import type { Common, Existing, ProviderConfig, ResourceType, Situation, World } from "./resource-type";
import { type Block, providerBlocks } from "./schema";
import { Serial } from "./serial";
import { type Entry, Store } from "./store";
import { findImage } from "./types/image";
import { INSTANCE } from "./types/instance";
import { RESOURCE_TYPES } from "./types/all";

/** What the provider sends with each call. */
export interface Call {
  /** The resource as the engine knows it; null at its creation. */
  readonly prior: JsonObject | null;
  /** The resource as it shall be, null where the cloud decides; for a data source: the question. */
  readonly planned: JsonObject | null;
  /** The provider's own configuration. */
  readonly config: JsonObject | null;
}

export interface CloudOptions {
  readonly substrate: Substrate;
  /** Where the resources are kept. */
  readonly file: string;
  /** The network that public addresses come from, IPv4 CIDR. */
  readonly internet: string;
}

/** The lab's own zone, where the provider is configured with none. */
const ZONE = "ru-central1-a";
const FOLDER = "lab";

/**
 * The cloud of the lab: keeps resources, refuses what Yandex Cloud would refuse, and has the machine room do the rest.
 * Whatever it does not know to do is refused as well, never left out in silence.
 */
export class Cloud implements World {
  private readonly store: Store;
  private readonly blocks = providerBlocks();
  private readonly serial = new Serial();

  constructor(private readonly options: CloudOptions) {
    this.store = new Store(options.file);
  }

  /**
   * Puts in force what is kept, after a start of the daemon, in a machine room that is up: removes what was being created when the last one ended,
   * makes networks, groups, names and disks anew. Machines run on by themselves.
   */
  async recover(): Promise<void> {
    for (const entry of this.store.entries().filter(({ pending }) => pending)) await this.removeEntry(entry);
    for (const { type } of RESOURCE_TYPES.filter((type) => type !== INSTANCE)) {
      for (const entry of this.store.entries().filter((entry) => entry.type === type)) {
        const { id, wanted } = this.existing(entry);
        await this.type(type).apply?.(wanted, this.situation(id, {}));
      }
    }
  }

  /**
   * A deployment begins. The engine reads all it knows of before it creates: what it then creates though it is there,
   * unread, was left by a deployment that was interrupted.
   */
  beginDeployment(): void {
    this.store.beginDeployment();
  }

  /** How many resources there are, by type. */
  counts(): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { type } of this.store.entries()) counts[type] = (counts[type] ?? 0) + 1;
    return counts;
  }

  /**
   * @param connected tells whether the client still waits: what nobody would learn of is removed again.
   * @returns the state of the new resource.
   */
  async create(typeName: string, call: Call, connected: () => boolean = () => true): Promise<JsonObject> {
    const type = this.type(typeName);
    const planned = call.planned ?? {};
    const wanted = this.parse(type, planned);
    const identity = this.identity(type, wanted);
    return this.serial.run(`${typeName} ${identity ?? newId("")}`, async () => {
      const leftover = identity === undefined ? undefined : await this.makeRoom(type, identity);
      const id = leftover?.id ?? type.id?.(wanted) ?? newId(type.idPrefix);
      const state = await this.bringAbout(type, id, leftover?.state ?? null, { ...call, planned });
      if (connected()) return state;
      await this.removeEntry(this.entry(id));
      throw new Refusal(`${typeName} ${id}: the client went away while it was created; it is removed again`, 409);
    });
  }

  /** @returns the state, null when the resource is no more. */
  async read(typeName: string, call: Call): Promise<JsonObject | null> {
    const type = this.type(typeName);
    const entry = this.store.get(idOf(call.prior));
    if (entry?.type !== typeName || entry.pending) return null;
    const { id, wanted } = this.existing(entry);
    const observed = type.observe ? await type.observe(wanted, this.situation(id, call.config)) : {};
    if (!observed) {
      this.store.delete(id);
      return null;
    }
    const state = { ...entry.state, ...observed };
    this.store.put({ ...entry, state, seen: this.store.deployment });
    return state;
  }

  async update(typeName: string, call: Call): Promise<JsonObject> {
    const type = this.type(typeName);
    const id = idOf(call.prior);
    const entry = this.store.get(id);
    if (entry?.type !== typeName) throw new Refusal(`${type.title} ${id} not found`, 404);
    const planned = call.planned ?? {};
    const wanted = this.parse(type, planned);
    const identity = this.identity(type, wanted);
    const namesake = identity === undefined ? undefined : this.withIdentity(type, identity);
    if (namesake && namesake.id !== id) throw alreadyExists(type, identity ?? "", namesake.id);
    return this.bringAbout(type, id, entry.state, { ...call, planned });
  }

  async delete(typeName: string, call: Call): Promise<null> {
    const type = this.type(typeName);
    const entry = this.store.get(idOf(call.prior));
    if (entry?.type !== typeName) return null;
    const { id, wanted } = this.existing(entry);
    if (wanted.deletion_protection) {
      throw new Refusal(`${type.title} ${called(id, wanted)} cannot be deleted: its deletion_protection is true`, 409);
    }
    const user = this.users(entry)[0];
    if (user) {
      const { title } = this.type(user.type);
      throw new Refusal(
        `${type.title} ${called(id, wanted)} cannot be deleted: ${title} ${called(user.id, this.existing(user).wanted)} uses it`,
        409,
      );
    }
    await this.removeEntry(entry);
    return null;
  }

  data(typeName: string, call: Call): JsonObject {
    const block = this.block(`data.${typeName}`);
    const question = call.planned ?? {};
    if (typeName !== "yandex_compute_image") throw unknownType(`data source ${typeName}`);
    return complete(block, question, findImage(requested(block, question)));
  }

  /** The id of a machine by its host name. */
  machineId(name: string): string {
    const machines = this.all(INSTANCE);
    const found = machines.find(({ wanted }) => wanted.hostname === name || wanted.name === name);
    if (found) return found.id;
    const known = machines.map(({ wanted }) => wanted.hostname ?? wanted.name ?? "").sort();
    throw new Refusal(`no machine ${name}, expected one of: ${known.join(", ") || "there are none"}`, 404);
  }

  all<Wanted extends Common>(type: ResourceType<Wanted>): readonly Existing<Wanted>[] {
    return this.store
      .entries()
      .filter((entry) => entry.type === type.type)
      .map((entry) => this.existing(entry) as Existing<Wanted>);
  }

  find<Wanted extends Common>(type: ResourceType<Wanted>, id: string): Existing<Wanted> | undefined {
    const entry = this.store.get(id);
    return entry?.type === type.type ? (this.existing(entry) as Existing<Wanted>) : undefined;
  }

  private async bringAbout(
    type: ResourceType<Common>,
    id: string,
    prior: JsonObject | null,
    call: Call,
  ): Promise<JsonObject> {
    const { config } = call;
    const block = this.block(type.type);
    // What the plan leaves open stays as it is.
    const planned = prior ? complete(block, call.planned ?? {}, prior) : (call.planned ?? {});
    const wanted = this.parse(type, planned);
    const situation = this.situation(id, config, prior ? this.parse(type, prior) : undefined);
    this.checkReferences(type, wanted);
    type.check?.(wanted, situation);
    const decided = {
      id,
      created_at: prior?.["created_at"] ?? new Date().toISOString().replace(/\.\d+Z$/, "Z"),
      folder_id: situation.provider.folderId,
      zone: situation.provider.zone,
      ...type.decide?.(wanted, situation),
    };
    const state = complete(block, planned, decided);
    const stored = { type: type.type, id, seen: this.store.deployment };
    const before = this.store.get(id);
    this.store.put({ ...stored, state, pending: before?.pending ?? true });
    const final = this.parse(type, state);
    try {
      await type.apply?.(final, situation);
    } catch (error) {
      if (before) {
        this.store.put(before);
        throw error;
      }
      await this.removeEntry(this.entry(id)).catch((second: unknown) => {
        console.error(`${type.type} ${id} is left half made: ${String(second)}`);
      });
      throw error;
    }
    this.store.put({ ...stored, state, pending: false });
    return state;
  }

  /** What is in the way of a new resource: replaced or returned for adoption if nobody knows of it, else refused. */
  private async makeRoom(type: ResourceType<Common>, identity: string): Promise<Entry | undefined> {
    const namesake = this.withIdentity(type, identity);
    if (!namesake) return undefined;
    if (namesake.seen === this.store.deployment) throw alreadyExists(type, identity, namesake.id);
    if (type.leftover !== "replace") return namesake;
    await this.removeEntry(namesake);
    return undefined;
  }

  private withIdentity(type: ResourceType<Common>, identity: string): Entry | undefined {
    return this.store
      .entries()
      .find((entry) => entry.type === type.type && this.identity(type, this.existing(entry).wanted) === identity);
  }

  private identity(type: ResourceType<Common>, wanted: Common): string | undefined {
    return type.identity ? type.identity(wanted) : wanted.name;
  }

  private checkReferences(type: ResourceType<Common>, wanted: Common): void {
    for (const { argument, type: other, id } of type.references?.(wanted, this) ?? []) {
      if (this.store.get(id)?.type === other) continue;
      throw new Refusal(`${type.type} ${argument}: ${this.type(other).title} ${id} not found`, 404);
    }
  }

  /** Resources that refer to this one. */
  private users({ id }: Entry): readonly Entry[] {
    return this.store.entries().filter((other) =>
      this.type(other.type)
        .references?.(this.existing(other).wanted, this)
        .some((reference) => reference.id === id),
    );
  }

  private async removeEntry(entry: Entry): Promise<void> {
    const { id, wanted } = this.existing(entry);
    // Should the daemon end meanwhile, the next one goes on with it.
    this.store.put({ ...entry, pending: true });
    try {
      await this.type(entry.type).remove?.(wanted, this.situation(id, {}));
    } catch (error) {
      this.store.put(entry);
      throw error;
    }
    this.store.delete(id);
  }

  private entry(id: string): Entry {
    const entry = this.store.get(id);
    if (!entry) throw new Error(`no resource ${id}`);
    return entry;
  }

  private existing(entry: Entry): Existing<Common> {
    return { id: entry.id, wanted: this.parse(this.type(entry.type), entry.state), state: entry.state };
  }

  private parse(type: ResourceType<Common>, attributes: JsonObject): Common {
    const result = type.arguments.safeParse(requested(this.block(type.type), attributes));
    if (result.success) return result.data;
    throw new Refusal(`${type.type} ${result.error.issues.map(sentence).join("; ")}`);
  }

  private type(name: string): ResourceType<Common> {
    const type = RESOURCE_TYPES.find(({ type }) => type === name);
    if (!type) throw unknownType(name);
    return type;
  }

  private block(name: string): Block {
    const block = this.blocks[name];
    if (!block) throw unknownType(name);
    return block;
  }

  private situation(id: string, config: JsonObject | null, before?: Common): Situation<Common> {
    const provider: ProviderConfig = {
      zone: textOr(config?.["zone"], ZONE),
      folderId: textOr(config?.["folder_id"], FOLDER),
    };
    const { substrate, internet } = this.options;
    return { id, world: this, provider, substrate, internet, ...(before && { before }) };
  }
}

function idOf(state: JsonObject | null): string {
  return textOr(state?.["id"], "");
}

function textOr(value: unknown, byDefault: string): string {
  return typeof value === "string" && value !== "" ? value : byDefault;
}

function unknownType(name: string): Refusal {
  return new Refusal(`the lab does not know ${name}; it has ${RESOURCE_TYPES.map(({ type }) => type).join(", ")}`, 404);
}

function alreadyExists(type: ResourceType<Common>, identity: string, id: string): Refusal {
  return new Refusal(`${type.title} ${identity} already exists: ${id}`, 409);
}

function called(id: string, { name }: Common): string {
  return name ? `${name} (${id})` : id;
}

/** One of zod's findings in the words of the lab. */
function sentence(issue: z.core.$ZodIssue): string {
  const path = issue.path.join(".");
  if (issue.code === "unrecognized_keys") {
    const names = issue.keys.map((key) => (path ? `${path}.${key}` : key));
    return `${names.join(", ")}: the lab does not support this, expected nothing`;
  }
  return `${path}: ${issue.message}`;
}
