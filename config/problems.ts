import { distance } from "fastest-levenshtein";
import type { z } from "zod";
import { type JsonSchema, jsonSchema } from "./json-schema";

/** One thing that is wrong with a config. */
export interface Problem {
  readonly path: readonly PropertyKey[];
  /** What is wrong: the value there, or its key. */
  readonly part: "key" | "value";
  /** The line for the author of the config, without file and place. */
  readonly text: string;
}

/** Translates what zod found in `data`: one problem for each place. */
export function problemsOf(issues: readonly z.core.$ZodIssue[], data: unknown): Problem[] {
  const schema = jsonSchema();
  // A check's own words name the limit that holds here; the field's text is general.
  const specificFirst = [...issues].sort((a, b) => Number(b.code === "custom") - Number(a.code === "custom"));
  const problems = specificFirst.flatMap((issue): Problem[] =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => unknownKey(schema, issue.path, key))
      : [wrongValue(schema, issue, data)],
  );
  const place = ({ path }: Problem): string => path.join("\n");
  return problems.filter((problem, index) => problems.findIndex((other) => place(other) === place(problem)) === index);
}

function unknownKey(schema: JsonSchema, path: readonly PropertyKey[], key: string): Problem {
  const known = keysAt(schema, path);
  const near = known.filter((name) => distance(key.toLowerCase(), name.toLowerCase()) <= Math.max(2, key.length / 3));
  const [nearest] = near.sort((a, b) => distance(key, a) - distance(key, b));
  const advice = nearest ? `did you mean "${nearest}"?` : `allowed: ${known.join(", ")}`;
  return { path: [...path, key], part: "key", text: line(path, `unknown key ${JSON.stringify(key)}, ${advice}`) };
}

function wrongValue(schema: JsonSchema, issue: z.core.$ZodIssue, data: unknown): Problem {
  const { path, code, message } = issue;
  const wrongKey = code === "invalid_key";
  const allowed = code === "custom" ? message : allowedAt(schema, wrongKey ? path.slice(0, -1) : path);
  const value = valueAt(data, path);
  const inForce = fieldAt(schema, path).default;
  const got = wrongKey
    ? `key ${shown(path.at(-1))}`
    : value === undefined && inForce !== undefined
      ? `its default ${shown(inForce)}`
      : shown(value);
  return { path, part: wrongKey ? "key" : "value", text: line(path, `got ${got}, allowed: ${allowed}`) };
}

function line(path: readonly PropertyKey[], text: string): string {
  return path.length > 0 ? `${path.join(".")}: ${text}` : text;
}

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  const json = JSON.stringify(value);
  return json.length > 80 ? `${json.slice(0, 80)}…` : json;
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key], data);
}

function fieldAt(schema: JsonSchema, path: readonly PropertyKey[]): JsonSchema {
  return path.reduce<JsonSchema>(
    (field, key) => field.properties?.[String(key)] ?? field.items ?? (field.additionalProperties || {}),
    schema,
  );
}

function keysAt(schema: JsonSchema, path: readonly PropertyKey[]): string[] {
  return Object.keys(fieldAt(schema, path).properties ?? {});
}

function allowedAt(schema: JsonSchema, path: readonly PropertyKey[]): string {
  return fieldAt(schema, path).allowed ?? `a mapping with the keys ${keysAt(schema, path).join(", ")}`;
}
