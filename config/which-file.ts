import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { PROJECT_ROOT } from "./paths";

/** The operator's own config. */
export const OWN = "installation.yaml";
/** Shows what may be in a config. It can be synthesized, and is never deployed. */
export const EXAMPLE = "installation.example.yaml";

/**
 * Finds the config that commands work with: the environment variable INSTALLATION names it, else it is installation.yaml.
 *
 * @returns its absolute path; undefined when INSTALLATION is not set and there is no installation.yaml
 */
export function chosenFile(): string | undefined {
  const named = process.env.INSTALLATION;
  if (named) return resolve(PROJECT_ROOT, named);
  const own = resolve(PROJECT_ROOT, OWN);
  return existsSync(own) ? own : undefined;
}

/**
 * Finds cdktf's output folder: the environment variable CDKTF_OUTDIR names it, else each config has its own.
 * script/environment says the same in bash.
 *
 * @example staging.out for INSTALLATION=staging.yaml
 */
export function outputFolder(): string {
  const { CDKTF_OUTDIR: named, INSTALLATION: config = "" } = process.env;
  if (named) return named;
  const path = config.replace(/^\.\//, "");
  if (path === "" || path === OWN || path === EXAMPLE) return "cdktf.out";
  return `${path
    .replace(/\.[^./]*$/, "")
    .replace(/[^A-Za-z0-9_.-]/g, "-")
    .replace(/^[-.]+/, "")}.out`;
}

export function isExample(path: string): boolean {
  return resolve(path) === resolve(PROJECT_ROOT, EXAMPLE);
}
