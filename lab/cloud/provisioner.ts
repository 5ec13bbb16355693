import type { Substrate } from "../substrate";
import { complete } from "./attributes";
import type { Catalogue } from "./catalogue";
import type { Inventory } from "./inventory";
import type { JsonObject } from "../../config/json";
import type { Common, Context, ResourceType } from "./resource-type";
import type { Entry, ResourceStore } from "./resource-store";

/** The creation or update of a resource. */
export interface PlannedChange {
  readonly type: ResourceType<Common>;
  readonly id: string;
  /** The stored state; null for a new resource. */
  readonly prior: JsonObject | null;
  /** The planned attributes, null where they are computed. */
  readonly planned: JsonObject;
  /** The provider's own configuration. */
  readonly config: JsonObject | null;
}

/** The defaults of the provider's configuration. */
const ZONE = "ru-central1-a";
const FOLDER = "lab";

/** Changes resources in the store and on the substrate together: a change that fails leaves neither half done. */
export class Provisioner {
  /** @param internet the network that public addresses come from, IPv4 CIDR */
  constructor(
    private readonly store: ResourceStore,
    private readonly catalogue: Catalogue,
    private readonly inventory: Inventory,
    private readonly substrate: Substrate,
    private readonly internet: string,
  ) {}

  /**
   * Creates or updates a resource.
   *
   * @returns the resource's state.
   * @throws Refusal when the cloud would refuse it; nothing has changed then.
   */
  async apply({ type, id, prior, planned: asked, config }: PlannedChange): Promise<JsonObject> {
    const block = this.catalogue.block(type.type);
    // Attributes that the plan leaves open keep their values.
    const planned = prior ? complete(block, asked, prior) : asked;
    const args = this.catalogue.parse(type, planned);
    const context = this.context(id, config, prior ? this.catalogue.parse(type, prior) : undefined);
    this.inventory.checkReferences(type, args);
    type.check?.(args, context);
    const computed = {
      id,
      created_at: prior?.["created_at"] ?? new Date().toISOString().replace(/\.\d+Z$/, "Z"),
      folder_id: context.provider.folderId,
      zone: context.provider.zone,
      ...type.computed?.(args, context),
    };
    const state = complete(block, planned, computed);
    const stored = { type: type.type, id, seen: this.store.deployment };
    const before = this.store.get(id);
    this.store.put({ ...stored, state, pending: before?.pending ?? true });
    const final = this.catalogue.parse(type, state);
    try {
      await type.sync?.(final, context);
    } catch (error) {
      if (before) {
        this.store.put(before);
        throw error;
      }
      await this.delete(this.entry(id)).catch((second: unknown) => {
        console.error(`${type.type} ${id} is left half made: ${String(second)}`);
      });
      throw error;
    }
    this.store.put({ ...stored, state, pending: false });
    return state;
  }

  /** Deletes a resource. If that fails, it stays as it was. */
  async delete(entry: Entry): Promise<void> {
    const { id, args } = this.inventory.existing(entry);
    // If the daemon exits meanwhile, the next one deletes it.
    this.store.put({ ...entry, pending: true });
    try {
      await this.catalogue.type(entry.type).delete?.(args, this.context(id, {}));
    } catch (error) {
      this.store.put(entry);
      throw error;
    }
    this.store.delete(id);
  }

  /** Syncs a stored resource to the substrate once more. */
  async sync(entry: Entry): Promise<void> {
    const { id, args } = this.inventory.existing(entry);
    await this.catalogue.type(entry.type).sync?.(args, this.context(id, {}));
  }

  /** Makes the context of a call on a resource. */
  context(id: string, config: JsonObject | null, before?: Common): Context<Common> {
    const provider = { zone: textOr(config?.["zone"], ZONE), folderId: textOr(config?.["folder_id"], FOLDER) };
    const { substrate, internet, inventory: resources } = this;
    return { id, resources, provider, substrate, internet, ...(before && { before }) };
  }

  /** @throws when there is no such resource. */
  entry(id: string): Entry {
    const entry = this.store.get(id);
    if (!entry) throw new Error(`no resource ${id}`);
    return entry;
  }
}

function textOr(value: unknown, byDefault: string): string {
  return typeof value === "string" && value !== "" ? value : byDefault;
}
