import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../config/paths";
import type { LabPaths } from "./paths";

interface State {
  readonly outputs?: Readonly<Record<string, { readonly value: unknown }>>;
}

/** A stack's output of the last deployment; undefined: not deployed so far. */
export function output(paths: LabPaths, stack: string, name: string): string | undefined {
  const file = join(PROJECT_ROOT, paths.state, `${stack}.tfstate`);
  if (!existsSync(file)) return undefined;
  const value = (JSON.parse(readFileSync(file, "utf8")) as State).outputs?.[name]?.value;
  return typeof value === "string" ? value : undefined;
}

export interface Urls {
  readonly http: string;
  readonly https: string;
}

/** @throws when the edge is not deployed. */
export function urls(paths: LabPaths): Urls {
  const http = output(paths, "edge", "http_url");
  const https = output(paths, "edge", "https_url");
  if (http === undefined || https === undefined) {
    throw new Error(`lab ${paths.name}: expected a deployed edge, found none; run script/lab up`);
  }
  return { http, https };
}
