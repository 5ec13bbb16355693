import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { run } from "./run";

/**
 * Number of unused layers to keep. Each is a few hundred MB, and the current templates need three, and four more for
 * virtual machines.
 */
const SPARE = 10;

/**
 * Layers that all labs of this host share, as `FOLDER/BASE/KEY`: each fits on one base only. Layers whose base is gone
 * are removed, and the least recently used of the others.
 */
export class LayerCache {
  /** @param folder beside the folders of the bases */
  constructor(private readonly folder: string) {}

  /** Finds a layer, if it is there; this counts as a use. */
  find(base: string, key: string): string | undefined {
    const layer = join(this.folder, basename(base), key);
    if (!existsSync(layer)) return undefined;
    utimesSync(layer, new Date(), new Date());
    return layer;
  }

  /** Moves a folder into the cache as a layer. When another lab was quicker, its layer is kept. @returns the layer */
  async keep(base: string, key: string, folder: string): Promise<string> {
    const layer = join(this.folder, basename(base), key);
    mkdirSync(dirname(layer), { recursive: true });
    const partial = `${layer}.${process.pid}.partial`;
    // The folder may be in another file system.
    await run("mv", [folder, partial]);
    try {
      renameSync(partial, layer);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOTEMPTY") throw error;
      rmSync(partial, { recursive: true });
    }
    return this.find(base, key) ?? layer;
  }

  /** Removes layers that are of no more use. @param inUse layers that any machine on this host stands on */
  prune(inUse: readonly string[]): void {
    const used = (folder: string): boolean => inUse.some((layer) => `${layer}/`.startsWith(`${folder}/`));
    const baseless = folders(this.folder).filter((one) => !existsSync(join(dirname(this.folder), basename(one))));
    baseless.filter((one) => !used(one)).forEach(discard);
    const spare = folders(this.folder)
      .flatMap(folders)
      .filter((layer) => !used(layer))
      .sort((a, b) => lastUse(b) - lastUse(a));
    spare.slice(SPARE).forEach(discard);
  }
}

function discard(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

function lastUse(layer: string): number {
  return statSync(layer, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function folders(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name));
}
