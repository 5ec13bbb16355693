import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../config/paths";
import type { LabPaths } from "../paths";

interface State {
  readonly outputs?: Readonly<Record<string, { readonly value: unknown }>>;
}

/** Reads an output of a stack's last deployment; undefined when the stack is not deployed. */
export function output(paths: LabPaths, stack: string, name: string): string | undefined {
  const file = join(PROJECT_ROOT, paths.state, `${stack}.tfstate`);
  // The engine creates an empty file first, and writes into it later.
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  if (text === "") return undefined;
  const value = (JSON.parse(text) as State).outputs?.[name]?.value;
  return typeof value === "string" ? value : undefined;
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
