import { z } from "zod";
import { installationSchema } from "./schema";

/** The part of JSON Schema that zod writes for a config, with the two texts that the fields carry besides. */
export interface JsonSchema {
  readonly description?: string;
  /** What may be written here, in words. */
  readonly allowed?: string;
  readonly unit?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema | false;
}

/** The config's schema as data. Error lines take their texts from it. */
export function jsonSchema(): JsonSchema {
  return z.toJSONSchema(installationSchema("."), { io: "input" }) as JsonSchema;
}

/** The schema for editors, which show only a field's description: unit and allowed values are added to it. */
export function editorSchema(): object {
  return z.toJSONSchema(installationSchema("."), {
    io: "input",
    override: ({ jsonSchema: field }) => {
      const { unit, allowed } = field as JsonSchema;
      if (unit) field.description = `${field.description ?? ""} Unit: ${unit}.`;
      if (allowed) field.description = `${field.description ?? ""} Allowed: ${allowed}.`;
      // What zod writes for "a whole number".
      if (field.maximum === Number.MAX_SAFE_INTEGER) delete field.maximum;
      delete field.unit;
      delete field.allowed;
    },
  });
}
