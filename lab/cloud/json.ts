/** What JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** The attributes of a resource, as they travel between the provider and the lab. */
export interface JsonObject {
  readonly [name: string]: Json | undefined;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
