import { type Catalogue, identityOf } from "./catalogue";
import { Refusal } from "./refusal";
import type { Common, Existing, ResourceKind, ResourceType, Resources } from "./resource-type";
import type { Entry, ResourceStore } from "./resource-store";

/** Finds resources and the references between them. */
export class Inventory implements Resources {
  constructor(
    private readonly store: ResourceStore,
    private readonly catalogue: Catalogue,
  ) {}

  all<Args extends Common>({ type }: ResourceKind<Args>): readonly Existing<Args>[] {
    return this.entriesOf(type).map((entry) => this.existing(entry) as Existing<Args>);
  }

  find<Args extends Common>({ type }: ResourceKind<Args>, id: string): Existing<Args> | undefined {
    const entry = this.store.get(id);
    return entry?.type === type ? (this.existing(entry) as Existing<Args>) : undefined;
  }

  existing({ id, type, state }: Entry): Existing<Common> {
    return { id, args: this.catalogue.parse(this.catalogue.type(type), state), state };
  }

  /** Finds the resource with this identity: see ResourceType.identity. */
  withIdentity(type: ResourceType<Common>, identity: string): Entry | undefined {
    return this.entriesOf(type.type).find((entry) => identityOf(type, this.existing(entry).args) === identity);
  }

  /** Finds the resources that refer to this one. */
  users({ id }: Entry): readonly Entry[] {
    return this.store.entries().filter((other) =>
      this.catalogue
        .type(other.type)
        .references?.(this.existing(other).args, this)
        .some((reference) => reference.id === id),
    );
  }

  /** @throws Refusal when a reference leads to no resource of its type. */
  checkReferences(type: ResourceType<Common>, args: Common): void {
    for (const { argument, type: other, id } of type.references?.(args, this) ?? []) {
      if (this.store.get(id)?.type === other) continue;
      throw new Refusal(`${type.type} ${argument}: ${this.catalogue.type(other).title} ${id} not found`, 404);
    }
  }

  private entriesOf(type: string): readonly Entry[] {
    return this.store.entries().filter((entry) => entry.type === type);
  }
}
