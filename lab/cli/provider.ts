import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../config/paths";
import type { Engine } from "../engine/engine";
import { buildYandexProvider, installMirror } from "../engine/mirror";
import type { LabPaths } from "../paths";

const PROGRAM = join(PROJECT_ROOT, "lab", "programs", "provider");
const RULES = join(PROJECT_ROOT, "packages", "provider-yandex", "replacement.json");

/**
 * Builds the lab's mirror of providers, unless it is there and its sources have not changed.
 *
 * @returns the environment variables that make an engine take providers from there.
 */
export async function provideMirror(paths: LabPaths, engine: Engine): Promise<{ readonly TF_CLI_CONFIG_FILE: string }> {
  const stamp = join(paths.provider, "made-of");
  const now = fingerprint(engine, await buildYandexProvider());
  const file = join(paths.provider, "cli.tfrc");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === now) return { TF_CLI_CONFIG_FILE: file };
  rmSync(paths.provider, { recursive: true, force: true });
  mkdirSync(paths.provider, { recursive: true });
  const environment = await installMirror(engine, paths.provider);
  forgetProviders(join(PROJECT_ROOT, paths.output, "stacks"));
  writeFileSync(stamp, now);
  return environment;
}

/** Deletes the engine's lock files and copies of providers: it would refuse a provider whose checksum has changed. */
function forgetProviders(stacks: string): void {
  for (const stack of existsSync(stacks) ? readdirSync(stacks) : []) {
    for (const kept of [".terraform.lock.hcl", ".terraform"]) {
      rmSync(join(stacks, stack, kept), { recursive: true, force: true });
    }
  }
}

/** @param yandex path of the provider of Yandex Cloud, which has the sum of its sources in it */
function fingerprint(engine: Engine, yandex: string): string {
  const hash = createHash("sha256").update(engine.path).update(yandex);
  for (const file of sources()) hash.update(file).update(readFileSync(file));
  return hash.digest("hex");
}

/** The files that the stand-ins are made of, always in the same order. */
function sources(): readonly string[] {
  const program = readdirSync(PROGRAM, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return [...program.sort(), RULES];
}
