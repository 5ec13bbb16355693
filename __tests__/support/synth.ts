import { mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { App } from "cdktf";
import { loadInstallation } from "../../config/load";
import type { Installation } from "../../config/schema";
import { addStacks } from "../../stacks/installation";
import { PROJECT_ROOT } from "../../config/paths";

const EXAMPLE = join(PROJECT_ROOT, "installation.example.yaml");

type Block = Readonly<Record<string, unknown>>;

/** One stack's synthesized JSON. */
export interface StackJson {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly output?: Readonly<Record<string, Block>>;
  readonly provider: Readonly<Record<string, readonly Block[]>>;
  readonly terraform: { readonly backend: Block; readonly required_providers: Block };
}

/** The committed example. */
export function exampleInstallation(): Installation {
  return loadInstallation(EXAMPLE);
}

/**
 * Reads what was synthesized into a folder, as if that were `cdktf.out`: paths that lead from there to the project are
 * those of every installation.
 */
export function readAsInProject(outdir: string, ...path: readonly string[]): string {
  const project = relative(join(realpathSync(outdir), "stacks", "any"), realpathSync(PROJECT_ROOT));
  return readFileSync(join(outdir, ...path), "utf8").replaceAll(`${project}/`, "../../../");
}

/** A whole synth, as `cdktf synth` makes it: only so are references between stacks resolved. */
function synth<T>(installation: Installation, read: (outdir: string, manifest: Manifest) => T): T {
  const outdir = mkdtempSync(join(tmpdir(), "synth-"));
  try {
    const app = new App({ outdir });
    addStacks(app, installation);
    app.synth();
    return read(outdir, JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8")) as Manifest);
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

interface Manifest {
  readonly stacks: Readonly<Record<string, { readonly synthesizedStackPath: string; readonly dependencies: string[] }>>;
}

/** Every stack of an installation by name, as the engine would read it. */
export function synthStacks(installation: Installation = exampleInstallation()): Record<string, StackJson> {
  return synth(installation, (outdir, { stacks }) =>
    Object.fromEntries(
      Object.entries(stacks).map(([name, { synthesizedStackPath }]) => [
        name,
        JSON.parse(readAsInProject(outdir, synthesizedStackPath)) as StackJson,
      ]),
    ),
  );
}

/** Which stacks each stack waits for, as `cdktf deploy` reads it. */
export function stackDependencies(installation: Installation = exampleInstallation()): Record<string, string[]> {
  return synth(installation, (_, { stacks }) =>
    Object.fromEntries(Object.entries(stacks).map(([name, { dependencies }]) => [name, [...dependencies].sort()])),
  );
}

/** Resources of a type in a stack, by their address within the type. */
export function resources(stack: StackJson | undefined, type: string): Record<string, Block> {
  return { ...stack?.resource?.[type] };
}

/** The only resource of its type in a stack. */
export function onlyResource(stack: StackJson | undefined, type: string): Block {
  const all = Object.values(resources(stack, type));
  if (all.length !== 1 || !all[0]) throw new Error(`expected one ${type}, found ${String(all.length)}`);
  return all[0];
}
