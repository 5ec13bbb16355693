import { readFileSync } from "node:fs";
import Ajv from "ajv";
import type { ErrorObject, SchemaObject } from "ajv";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../config/paths";
import { standIns, yandexProvider } from "../../lab/engine/mirror";
import type { StackJson } from "./synth";

/*
 * What `providers schema -json` prints about a provider is turned into JSON Schema, as which ajv holds a stack's JSON
 * against it. The engine does the same and more (*.engine.test.ts), but needs a provider to run, which needs Go.
 */

type Type = string | readonly [kind: string, of: Type] | readonly ["object", Readonly<Record<string, Type>>];

interface Attribute {
  readonly type: Type;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
}

interface BlockType {
  readonly nesting_mode: string;
  readonly min_items?: number;
  readonly max_items?: number;
  readonly block: Block;
}

interface Block {
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly block_types?: Readonly<Record<string, BlockType>>;
}

type Schemas = Readonly<Record<string, { readonly block: Block }>>;

interface ProviderSchema {
  readonly provider: { readonly block: Block };
  readonly resource_schemas: Schemas;
  readonly data_source_schemas: Schemas;
}

/** The schemas of all providers in use, by the provider's local name. */
export function providerSchemas(): Readonly<Record<string, ProviderSchema>> {
  return Object.fromEntries(
    [
      { ...yandexProvider(), schema: join(PROJECT_ROOT, "packages", "provider-yandex", "schema.json") },
      ...standIns(),
    ].map(({ source, schema }) => {
      const { provider_schemas } = JSON.parse(readFileSync(schema, "utf8")) as {
        provider_schemas: Record<string, ProviderSchema>;
      };
      return [source.split("/")[1], Object.values(provider_schemas)[0]] as [string, ProviderSchema];
    }),
  );
}

/** Data sources of the engine itself: no registry, no provider. */
const BUILT_IN: Schemas = {
  terraform_remote_state: {
    block: {
      attributes: {
        backend: { type: "string", required: true },
        config: { type: "dynamic", optional: true },
        defaults: { type: "dynamic", optional: true },
        workspace: { type: "string", optional: true },
        outputs: { type: "dynamic", computed: true },
      },
    },
  },
};

const ANYTHING: SchemaObject = {};
const META_ARGUMENTS = ["//", "count", "depends_on", "for_each", "lifecycle", "provider"];
const RESOURCE_META_ARGUMENTS = [...META_ARGUMENTS, "connection", "provisioner"];

/** A string that the engine replaces by a value of any type. */
const REFERENCE = "^\\$\\{[\\s\\S]*\\}$";

function orReference(schema: SchemaObject): SchemaObject {
  return { if: { type: "string" }, then: { pattern: REFERENCE }, else: schema };
}

function ofType(type: Type): SchemaObject {
  if (type === "dynamic") return ANYTHING;
  if (type === "string") return { type: "string" };
  if (type === "bool") return orReference({ type: "boolean" });
  if (type === "number") return orReference({ type: "number" });
  if (typeof type === "string") throw new Error(`unknown type in a provider's schema: ${type}`);
  const [kind, of] = type;
  if (kind === "list" || kind === "set") return orReference({ type: "array", items: ofType(of) });
  if (kind === "map") return orReference({ type: "object", additionalProperties: ofType(of) });
  if (kind === "object") {
    const fields = Object.entries(of as Record<string, Type>).map(([name, field]) => [name, ofType(field)] as const);
    return orReference(objectOf(Object.fromEntries(fields), Object.keys(of)));
  }
  throw new Error(`unknown type in a provider's schema: ${JSON.stringify(type)}`);
}

function objectOf(properties: Record<string, SchemaObject | false>, required: readonly string[] = []): SchemaObject {
  return { type: "object", properties, required, additionalProperties: false };
}

function ofBlock({ attributes = {}, block_types = {} }: Block, metaArguments: readonly string[] = []): SchemaObject {
  const properties: Record<string, SchemaObject | false> = {};
  for (const name of metaArguments) properties[name] = ANYTHING;
  for (const [name, { type, required, optional }] of Object.entries(attributes)) {
    properties[name] = required || optional ? ofType(type) : false;
  }
  for (const [name, blockType] of Object.entries(block_types)) properties[name] = ofBlocks(blockType);
  return objectOf(properties, [
    ...Object.keys(attributes).filter((name) => attributes[name]?.required),
    ...Object.keys(block_types).filter((name) => block_types[name]?.min_items),
  ]);
}

/** One block may stand for itself instead of in a list. */
function ofBlocks({ nesting_mode, min_items = 0, max_items = Infinity, block }: BlockType): SchemaObject {
  const one = ofBlock(block);
  switch (nesting_mode) {
    case "single":
      return one;
    case "list":
    case "set": {
      const atMost = max_items === Infinity ? {} : { maxItems: max_items };
      return { if: { type: "array" }, then: { type: "array", items: one, minItems: min_items, ...atMost }, else: one };
    }
    default:
      throw new Error(`unknown nesting mode in a provider's schema: ${nesting_mode}`);
  }
}

function ofTypes(schemas: Schemas, metaArguments: readonly string[]): SchemaObject {
  const types = Object.entries(schemas).map(([type, { block }]) => [
    type,
    { type: "object", additionalProperties: ofBlock(block, metaArguments) },
  ]);
  return objectOf(Object.fromEntries(types) as Record<string, SchemaObject>);
}

function merged(schemas: readonly Schemas[]): Schemas {
  return Object.fromEntries(schemas.flatMap((some) => Object.entries(some)));
}

/** Returns a check that lists what is wrong with a stack by the schemas, one line each: where, and what. */
export function schemaCheck(providers = providerSchemas()): (stack: StackJson) => string[] {
  const all = Object.values(providers);
  const resources: Schemas = merged(all.map((provider) => provider.resource_schemas));
  const dataSources: Schemas = merged([BUILT_IN, ...all.map((provider) => provider.data_source_schemas)]);
  const settings = Object.entries(providers).map(([name, { provider }]) => [
    name,
    { type: "array", items: ofBlock(provider.block, ["alias"]) },
  ]);
  const validate = new Ajv({ allErrors: true, strict: false, verbose: true }).compile({
    properties: {
      provider: objectOf(Object.fromEntries(settings) as Record<string, SchemaObject>),
      resource: ofTypes(resources, RESOURCE_META_ARGUMENTS),
      data: ofTypes(dataSources, META_ARGUMENTS),
    },
  });
  return (stack) => {
    validate(stack);
    // That a branch of `if` failed says nothing beyond what the branch itself says.
    return (validate.errors ?? []).filter(({ keyword }) => keyword !== "if").map(line);
  };
}

function line({ instancePath, keyword, params, data }: ErrorObject): string {
  const path = instancePath.slice(1);
  const { additionalProperty, missingProperty, limit, type } = params as Record<string, string>;
  switch (keyword) {
    case "additionalProperties":
      return `${path}/${String(additionalProperty)}: the schema does not know it`;
    case "false schema":
      return `${path}: only the provider sets it`;
    case "required":
      return `${path}/${String(missingProperty)}: missing`;
    case "minItems":
      return `${path}: ${(data as unknown[]).length} blocks, expected at least ${String(limit)}`;
    case "maxItems":
      return `${path}: ${(data as unknown[]).length} blocks, expected at most ${String(limit)}`;
    case "type":
      return `${path}: expected ${String(type)}, found ${JSON.stringify(data)}`;
    case "pattern":
      return `${path}: expected no text, or a reference, found ${JSON.stringify(data)}`;
    default:
      throw new Error(`${path}: ${keyword} has no sentence`);
  }
}
