/** A value that JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** An object of JSON: the attributes of a resource, or a block of Terraform's JSON. */
export interface JsonObject {
  readonly [name: string]: Json;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !isList(value);
}

/** A block of Terraform's JSON, which may hold it as an object or as a list of one; empty where there is none. */
export function blockOf(value: Json | undefined): JsonObject {
  const block = isList(value) ? value[0] : value;
  return isObject(block) ? block : {};
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
