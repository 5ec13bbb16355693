import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import Handlebars from "handlebars";
import { parse, stringify } from "yaml";
import type { Role, RoleValues } from "./roles";
import { messageOf } from "../config/message-of";

/** The installation's own templates. */
export const TEMPLATES = join(__dirname, "..", "templates");

/** A file that cloud-init writes on the machine. */
export interface MachineFile {
  /** Absolute path on the machine. */
  readonly path: string;
  readonly content: string;
  /** `0755` for programs, `0644` for everything else. Nothing here is secret. */
  readonly permissions: "0755" | "0644";
}

/**
 * Renders the files of a role. `templates/base/root` and `templates/<role>/root` mirror the machine's own tree, so a
 * file's place there is its place on the machine. `*.hbs` is rendered, every other file is taken as it is.
 *
 * @param replacements a folder like `templates`, whose files replace those of the same path. The benchmark's baseline is
 *   one (proof/bench/baseline)
 * @throws Error when base and role hold the same path, a template names an unknown value, or a
 *   replacement replaces nothing
 */
export function renderFiles<R extends Role>(role: R, values: RoleValues[R], replacements?: string): MachineFile[] {
  const files = templateFiles(TEMPLATES, role);
  const replacing = replacements === undefined ? new Map<string, string>() : templateFiles(replacements, role);
  for (const [path, file] of replacing) {
    if (!files.has(path)) throw new Error(`${file}: there is no ${path} in templates to replace`);
  }
  return [...files].map(([path, own]): MachineFile => {
    const content = renderFile(replacing.get(path) ?? own, values);
    return { path, content, permissions: content.startsWith("#!") ? "0755" : "0644" };
  });
}

/**
 * Renders the whole user-data of a machine: `cloud-config.yaml.hbs` of base and role merged (lists are joined, base
 * first), with the files as `write_files`.
 *
 * @throws Error as `renderFiles`, and when base and role both set a key that is not a list
 */
export function renderUserData<R extends Role>(role: R, values: RoleValues[R], replacements?: string): string {
  const [base, own] = ["base", role].map(
    (part) => parse(renderFile(join(TEMPLATES, part, "cloud-config.yaml.hbs"), values)) as Record<string, unknown>,
  ) as [Record<string, unknown>, Record<string, unknown>];
  const config = merge(base, own);
  const write_files = renderFiles(role, values, replacements);
  return `#cloud-config\n${stringify({ ...config, write_files }, { lineWidth: 0 })}`;
}

/** Files of base and role, by their path on the machine. */
function templateFiles(templates: string, role: Role): Map<string, string> {
  const files = new Map<string, string>();
  for (const part of ["base", role]) {
    const root = join(templates, part, "root");
    for (const file of filesBelow(root)) {
      const path = `/${relative(root, file)}`.replace(/\.hbs$/, "");
      if (files.has(path)) throw new Error(`templates/base and templates/${role} both hold ${path}`);
      files.set(path, file);
    }
  }
  return files;
}

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function renderFile(file: string, values: object): string {
  const source = readFileSync(file, "utf8");
  if (!file.endsWith(".hbs")) return source;
  try {
    // strict: a misspelt name is an error, not an empty string. noEscape: the files are not HTML.
    return Handlebars.compile(source, { strict: true, noEscape: true })(values);
  } catch (error) {
    throw new Error(`${relative(TEMPLATES, file)}: ${messageOf(error)}`);
  }
}

function merge(base: Record<string, unknown>, own: Record<string, unknown>): Record<string, unknown> {
  const merged = { ...base };
  for (const [key, value] of Object.entries(own)) {
    const before = merged[key];
    if (Array.isArray(before) && Array.isArray(value))
      merged[key] = [...(before as unknown[]), ...(value as unknown[])];
    else if (before === undefined) merged[key] = value;
    else throw new Error(`cloud-config.yaml.hbs: base and role both set ${key}, which is not a list`);
  }
  return merged;
}
