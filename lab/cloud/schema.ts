import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A type as Terraform writes it: `"string"`, `["list", "string"]`, `["object", {…}]`. */
export type AttributeType = string | readonly [string, AttributeType | Readonly<Record<string, AttributeType>>];

export interface Attribute {
  readonly type: AttributeType;
  readonly optional?: boolean;
  /** Whether the cloud computes the value: always, or only where none is given if it is optional as well. */
  readonly computed?: boolean;
}

export interface Block {
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly block_types?: Readonly<
    Record<string, { readonly nesting_mode: "single" | "list" | "set"; readonly block: Block }>
  >;
}

type Schemas = Readonly<Record<string, { readonly block: Block }>>;

const FILE = join(__dirname, "..", "..", "packages", "provider-yandex", "schema.json");

/** Reads the provider's schema: of its resources and, as `data.TYPE`, of its data sources. */
export function providerBlocks(): Readonly<Record<string, Block>> {
  const { provider_schemas } = JSON.parse(readFileSync(FILE, "utf8")) as {
    provider_schemas: Readonly<Record<string, { resource_schemas?: Schemas; data_source_schemas?: Schemas }>>;
  };
  const blocks: Record<string, Block> = {};
  for (const { resource_schemas = {}, data_source_schemas = {} } of Object.values(provider_schemas)) {
    for (const [type, { block }] of Object.entries(resource_schemas)) blocks[type] = block;
    for (const [type, { block }] of Object.entries(data_source_schemas)) blocks[`data.${type}`] = block;
  }
  return blocks;
}
