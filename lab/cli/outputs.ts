import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../config/paths";
import type { LabPaths } from "../paths";

interface State {
  readonly outputs?: Readonly<Record<string, { readonly value: unknown }>>;
  readonly resources?: readonly {
    readonly instances: readonly { readonly attributes?: { readonly id?: unknown } }[];
  }[];
}

/** Reads an output of a stack's last deployment; undefined when the stack is not deployed. */
export function output(paths: LabPaths, stack: string, name: string): string | undefined {
  const value = read(join(PROJECT_ROOT, paths.state, `${stack}.tfstate`)).outputs?.[name]?.value;
  return typeof value === "string" ? value : undefined;
}

/** Reads the ids of all resources in the states, also of those that a failed deployment left tainted. */
export function knownIds(paths: LabPaths): readonly string[] {
  const folder = join(PROJECT_ROOT, paths.state);
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".tfstate")) : [];
  return files.flatMap((name) =>
    (read(join(folder, name)).resources ?? [])
      .flatMap(({ instances }) => instances)
      .flatMap(({ attributes }) => (typeof attributes?.id === "string" ? [attributes.id] : [])),
  );
}

function read(file: string): State {
  // The engine creates an empty file first, and writes into it later.
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  return text === "" ? {} : (JSON.parse(text) as State);
}

export interface LabUrls {
  readonly http: string;
  readonly https: string;
}

/** Reads the URLs of the service. @throws when the edge is not deployed. */
export function urls(paths: LabPaths): LabUrls {
  const http = output(paths, "edge", "http_url");
  const https = output(paths, "edge", "https_url");
  if (http === undefined || https === undefined) {
    throw new Error(`lab ${paths.name}: expected a deployed edge, found none; run script/lab up`);
  }
  return { http, https };
}
