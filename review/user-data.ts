import { parse, stringify } from "yaml";
import { textDiff, unescapeTerraform } from "./text-diff";

/** One file that cloud-init writes, or one key of the cloud-config, that is not what it was. */
export interface DocumentDiff {
  /** Absolute path on the machine, or for example `cloud-config: runcmd`. */
  readonly name: string;
  readonly kind: "added" | "removed" | "changed";
  /** Lines of a unified diff. */
  readonly lines: readonly string[];
}

interface Document {
  readonly text: string;
  /** Owner, mode and so on, of a file. */
  readonly attributes: string;
}

interface WrittenFile {
  readonly path: string;
  readonly content?: string;
}

/** Differences of two cloud-init user-data texts, file by file. */
export function userDataDiff(before: string, after: string): DocumentDiff[] {
  const [old, now] = [documents(before), documents(after)];
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((name): DocumentDiff[] => {
    const [was, is] = [old.get(name), now.get(name)];
    if (!was) return is ? [{ name, kind: "added", lines: textDiff("", is.text) }] : [];
    if (!is) return [{ name, kind: "removed", lines: textDiff(was.text, "") }];
    const attributes = textDiff(was.attributes, is.attributes).filter((line) => /^[-+]/.test(line));
    const lines = [...attributes, ...textDiff(was.text, is.text)];
    return lines.length > 0 ? [{ name, kind: "changed", lines }] : [];
  });
}

/** The texts in a cloud-config by name. Anything else is one text. */
function documents(userData: string): ReadonlyMap<string, Document> {
  const text = unescapeTerraform(userData);
  const config = text.startsWith("#cloud-config") ? mapping(text) : undefined;
  if (!config) return new Map([["user-data", { text, attributes: "" }]]);
  const { write_files: files = [], ...keys } = config;
  return new Map([
    ...(files as WrittenFile[]).map(({ path, content = "", ...attributes }): [string, Document] => [
      path,
      { text: content, attributes: stringify(attributes) },
    ]),
    ...Object.entries(keys).map(([key, value]): [string, Document] => [
      `cloud-config: ${key}`,
      { text: stringify(value), attributes: "" },
    ]),
  ]);
}

function mapping(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    // Unreadable YAML is still text; cloud-init's own schema check is where it is refused.
    return undefined;
  }
}
