import { isList, isObject, type Json, type JsonObject } from "../../config/json";
import type { AttributeType, Block } from "./schema";

/**
 * Picks the arguments that were written in a configuration: attributes that are empty or only computed are left out.
 * Elements of a list of blocks stay even when they are empty, because an empty block has a meaning as well.
 */
export function requested(block: Block, attributes: JsonObject): JsonObject {
  const result: Record<string, Json> = {};
  for (const [name, value] of Object.entries(attributes)) {
    const attribute = block.attributes?.[name];
    const nested = block.block_types?.[name]?.block;
    if (attribute?.computed && !attribute.optional) continue;
    const kept = nested ? requestedBlocks(nested, value) : value;
    if (!isEmpty(kept)) result[name] = kept;
  }
  return result;
}

function requestedBlocks(block: Block, value: Json): Json {
  if (isList(value)) return value.map((element) => requestedBlocks(block, element));
  return isObject(value) ? requested(block, value) : value;
}

function isEmpty(value: Json): boolean {
  if (value === null || value === "") return true;
  return isList(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0;
}

/**
 * Makes the state of a resource from its plan; `values` fill in what the plan leaves open. A computed attribute that
 * neither of them sets gets its type's empty value: if it were null, every later plan would show it as not yet known.
 */
export function complete(block: Block, planned: JsonObject, values: JsonObject = {}): JsonObject {
  const result: Record<string, Json> = {};
  for (const [name, { type, computed }] of Object.entries(block.attributes ?? {})) {
    result[name] = planned[name] ?? (computed ? (values[name] ?? zero(type)) : null);
  }
  for (const [name, { nesting_mode, block: nested }] of Object.entries(block.block_types ?? {})) {
    const value = planned[name] ?? null;
    result[name] =
      nesting_mode === "single"
        ? isObject(value)
          ? complete(nested, value)
          : null
        : elements(value).map((element, index) => complete(nested, element, elements(values[name])[index]));
  }
  return result;
}

function elements(value: Json | undefined): readonly JsonObject[] {
  return isList(value) ? value.map((element) => (isObject(element) ? element : {})) : [];
}

function zero(type: AttributeType): Json {
  const [kind, of] = typeof type === "string" ? [type, {}] : type;
  switch (kind) {
    case "string":
      return "";
    case "number":
      return 0;
    case "bool":
      return false;
    case "list":
    case "set":
      return [];
    case "object":
      return Object.fromEntries(Object.entries(of).map(([name, part]) => [name, zero(part as AttributeType)]));
    default:
      return {};
  }
}
