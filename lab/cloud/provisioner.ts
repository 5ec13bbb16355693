import type { Substrate } from "../substrate";
import { complete } from "./attributes";
import type { Catalogue } from "./catalogue";
import type { Inventory } from "./inventory";
import type { JsonObject } from "../../config/json";
import type { Common, ResourceType, Situation } from "./resource-type";
import type { Entry, Store } from "./store";

/** A resource as it shall be. */
export interface Order {
  readonly type: ResourceType<Common>;
  readonly id: string;
  /** What is in force; null for a new one. */
  readonly prior: JsonObject | null;
  /** Null where the cloud decides. */
  readonly planned: JsonObject;
  /** The provider's own configuration. */
  readonly config: JsonObject | null;
}

/** The lab's own zone, where the provider is configured with none. */
const ZONE = "ru-central1-a";
const FOLDER = "lab";

/** Brings the machine room in line with a resource, and keeps the record true whatever fails meanwhile. */
export class Provisioner {
  /** @param internet the network that public addresses come from, IPv4 CIDR */
  constructor(
    private readonly store: Store,
    private readonly catalogue: Catalogue,
    private readonly inventory: Inventory,
    private readonly substrate: Substrate,
    private readonly internet: string,
  ) {}

  /** @returns the resource's state. @throws Refusal for what the cloud would refuse: nothing has changed then. */
  async bringAbout({ type, id, prior, planned: asked, config }: Order): Promise<JsonObject> {
    const block = this.catalogue.block(type.type);
    // What the plan leaves open stays as it is.
    const planned = prior ? complete(block, asked, prior) : asked;
    const wanted = this.catalogue.parse(type, planned);
    const situation = this.situation(id, config, prior ? this.catalogue.parse(type, prior) : undefined);
    this.inventory.checkReferences(type, wanted);
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
    const final = this.catalogue.parse(type, state);
    try {
      await type.apply?.(final, situation);
    } catch (error) {
      if (before) {
        this.store.put(before);
        throw error;
      }
      await this.remove(this.entry(id)).catch((second: unknown) => {
        console.error(`${type.type} ${id} is left half made: ${String(second)}`);
      });
      throw error;
    }
    this.store.put({ ...stored, state, pending: false });
    return state;
  }

  async remove(entry: Entry): Promise<void> {
    const { id, wanted } = this.inventory.existing(entry);
    // Should the daemon end meanwhile, the next one goes on with it.
    this.store.put({ ...entry, pending: true });
    try {
      await this.catalogue.type(entry.type).remove?.(wanted, this.situation(id, {}));
    } catch (error) {
      this.store.put(entry);
      throw error;
    }
    this.store.delete(id);
  }

  /** Puts a resource in force once more, as it is recorded. */
  async restore(entry: Entry): Promise<void> {
    const { id, wanted } = this.inventory.existing(entry);
    await this.catalogue.type(entry.type).apply?.(wanted, this.situation(id, {}));
  }

  /** Where a call on a resource takes place. */
  situation(id: string, config: JsonObject | null, before?: Common): Situation<Common> {
    const provider = { zone: textOr(config?.["zone"], ZONE), folderId: textOr(config?.["folder_id"], FOLDER) };
    const { substrate, internet, inventory: world } = this;
    return { id, world, provider, substrate, internet, ...(before && { before }) };
  }

  entry(id: string): Entry {
    const entry = this.store.get(id);
    if (!entry) throw new Error(`no resource ${id}`);
    return entry;
  }
}

function textOr(value: unknown, byDefault: string): string {
  return typeof value === "string" && value !== "" ? value : byDefault;
}
