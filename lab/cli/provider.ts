import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../config/paths";
import type { Engine } from "../engine/engine";
import { installMirror } from "../programs/provider/mirror";
import type { LabPaths } from "../paths";

const SOURCES = [
  "lab/programs/provider",
  "packages/provider-yandex/schema.json",
  "packages/provider-yandex/replacement.json",
];

/**
 * Builds the lab's mirror with the stand-in provider, unless it is there and its sources have not changed.
 *
 * @returns the environment variables that make an engine take providers from there.
 */
export async function provideMirror(paths: LabPaths, engine: Engine): Promise<{ readonly TF_CLI_CONFIG_FILE: string }> {
  const stamp = join(paths.provider, "made-of");
  const now = fingerprint(engine);
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

function fingerprint(engine: Engine): string {
  const hash = createHash("sha256").update(engine.path);
  for (const source of SOURCES) {
    for (const file of filesOf(join(PROJECT_ROOT, source))) hash.update(file).update(readFileSync(file));
  }
  return hash.digest("hex");
}

function filesOf(path: string): readonly string[] {
  if (!path.includes("provider-yandex")) {
    const entries = readdirSync(path, { withFileTypes: true, recursive: true });
    return entries
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .sort();
  }
  return [path];
}
