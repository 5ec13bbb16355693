import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { join, relative } from "node:path";
import { isList, isObject, type Json, type JsonObject } from "../config/json";

/** What one `cdk.tf.json` declares. */
export interface Stack {
  /** By address within the stack, for example `yandex_compute_disk.data` or `data.yandex_compute_image.debian`. */
  readonly resources: ReadonlyMap<string, JsonObject>;
  /** Output blocks by name. */
  readonly outputs: ReadonlyMap<string, JsonObject>;
  /** Backend, required providers, provider configuration. */
  readonly settings: JsonObject;
  /** `moved` blocks: the new address by the old one. */
  readonly moved: ReadonlyMap<string, string>;
}

/** All stacks of a synthesized app, by name. */
export type Synthesized = ReadonlyMap<string, Stack>;

/**
 * Reads a synthesized output folder, which cdktf lays out as `stacks/<name>/cdk.tf.json`. Paths that lead from there to the
 * app's folder are read as if the output were in it, where it usually is: they are no change.
 *
 * @param app the app's folder
 * @param files the folder that the config's own files are below, when that is another one: their paths are no change either
 */
export function readSynthesized(folder: string, app: string, files = app): Synthesized {
  const stacks = join(folder, "stacks");
  if (!existsSync(stacks)) return new Map();
  const [toApp, toFiles] = [app, files].map((to) => relative(join(realpathSync(stacks), "any"), realpathSync(to)));
  const read = (name: string): string =>
    readFileSync(join(stacks, name, "cdk.tf.json"), "utf8")
      .replaceAll(`${String(toFiles)}/`, "../../../")
      .replaceAll(`${String(toApp)}/`, "../../../");
  return new Map(
    readdirSync(stacks)
      .sort()
      .map((name) => [name, readStack(JSON.parse(read(name)) as Json)]),
  );
}

/** Takes one `cdk.tf.json` apart. cdktf's own notes, under `//`, are left out. */
export function readStack(json: Json): Stack {
  const root = members(json);
  const resources = (section: Json | undefined, prefix: string): [string, JsonObject][] =>
    entries(section).flatMap(([type, byName]) =>
      entries(byName).map(([name, block]): [string, JsonObject] => [`${prefix}${type}.${name}`, members(block)]),
    );
  return {
    resources: new Map([...resources(root["resource"], ""), ...resources(root["data"], "data.")]),
    outputs: new Map(entries(root["output"]).map(([name, block]) => [name, members(block)])),
    settings: { ...pick(root, "terraform"), ...pick(root, "provider") },
    moved: new Map(asList(root["moved"]).map((block) => [text(members(block)["from"]), text(members(block)["to"])])),
  };
}

function entries(value: Json | undefined): [string, Json][] {
  return Object.entries(members(value));
}

function members(value: Json | undefined): JsonObject {
  if (!isObject(value)) return {};
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== "//"));
}

function pick(root: JsonObject, key: string): JsonObject {
  const value = root[key];
  return value === undefined ? {} : { [key]: value };
}

function asList(value: Json | undefined): readonly Json[] {
  if (value === undefined || value === null) return [];
  return isList(value) ? value : [value];
}

function text(value: Json | undefined): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
