import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { run } from "./run";

/** Those that nobody has, a few hundred megabytes each: the present templates have three. */
const SPARE = 6;

/**
 * Layers that all labs of this host share, as `FOLDER/BASE/KEY`: each fits on one base only. Those whose base is gone
 * are of no use, and of the others the least recently used go.
 */
export class LayerCache {
  /** @param folder beside those of the bases, which have names of their own. */
  constructor(private readonly folder: string) {}

  /** The layer, if it is there; counts as a use. */
  find(base: string, key: string): string | undefined {
    const layer = join(this.folder, basename(base), key);
    if (!existsSync(layer)) return undefined;
    utimesSync(layer, new Date(), new Date());
    return layer;
  }

  /** Takes a folder over as a layer. Another lab may have been quicker: then its layer serves. */
  async keep(base: string, key: string, folder: string): Promise<string> {
    const layer = join(this.folder, basename(base), key);
    mkdirSync(dirname(layer), { recursive: true });
    const partial = `${layer}.${process.pid}.partial`;
    // Of another file system perhaps.
    await run("mv", [folder, partial]);
    try {
      renameSync(partial, layer);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOTEMPTY") throw error;
      rmSync(partial, { recursive: true });
    }
    return this.find(base, key) ?? layer;
  }

  /** @param inUse layers that any machine on this host stands on */
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
