import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A synthesized stack. */
export interface ListedStack {
  readonly name: string;
  /** Stacks whose outputs it reads, or that are deployed before it. */
  readonly dependencies: readonly string[];
}

interface Manifest {
  readonly stacks: Readonly<Record<string, { readonly dependencies?: readonly string[] }>>;
}

/** The stacks that cdktf has written to a folder, each behind those that it depends on. */
export function stackOrder(outdir: string): readonly ListedStack[] {
  const { stacks } = JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8")) as Manifest;
  const listed = Object.entries(stacks).map(([name, { dependencies = [] }]) => ({ name, dependencies }));
  const depth = (name: string): number =>
    1 + Math.max(0, ...(listed.find((stack) => stack.name === name)?.dependencies ?? []).map(depth));
  // A stable sort: cdktf's own order is kept where it does not matter.
  return listed.sort((one, other) => depth(one.name) - depth(other.name));
}
