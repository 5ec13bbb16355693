import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { parse } from "yaml";
import { cacheFolder } from "./base-root";
import { LayerCache } from "./layer-cache";
import { inMountNamespace } from "./mounts";
import { lowerdirsInUse } from "./lowerdirs";
import { run } from "./run";

const MAKE_LAYER = join(__dirname, "make-layer");

/** The part of user-data that determines a machine's packages. */
export interface PackageList {
  readonly packages: readonly string[];
  /** apt's settings. */
  readonly conf: string;
}

/** Reads the packages that cloud-init will install; undefined when there are none. */
export function packageList(userData: string): PackageList | undefined {
  if (!userData.startsWith("#cloud-config")) return undefined;
  const config = parse(userData) as { packages?: unknown; apt?: { conf?: string } } | null;
  const packages = Array.isArray(config?.packages) ? config.packages.filter((name) => typeof name === "string") : [];
  if (packages.length === 0) return undefined;
  return { packages: [...new Set(packages)].sort(), conf: config?.apt?.conf ?? "" };
}

/**
 * Finds an overlay's lower folder with the packages unpacked in it, for others below it; makes it when it is not there yet (5 to
 * 10 s). cloud-init then only configures the packages.
 * @param below the folders below it, the base at last
 * @param folder of the lab: the layer is made there
 * @param proxy URL of the package cache
 * @returns the layer's folder
 */
export async function packageLayer(
  list: PackageList,
  below: readonly string[],
  folder: string,
  proxy: string,
): Promise<string> {
  const base = below.at(-1) ?? "";
  const between = below.slice(0, -1).map((layer) => basename(layer));
  const key = createHash("sha256")
    .update(JSON.stringify([list, readFileSync(MAKE_LAYER, "utf8"), ...between]))
    .digest("hex")
    .slice(0, 12);
  const cache = new LayerCache(join(cacheFolder(), "layers"));
  const present = cache.find(base, key);
  if (present !== undefined) return present;
  const build = join(folder, "layers", key);
  rmSync(build, { recursive: true, force: true });
  for (const name of ["upper", "work", "root"]) mkdirSync(join(build, name), { recursive: true });
  const conf = join(build, "apt.conf");
  // The base was made without Recommends; here the user-data decides.
  writeFileSync(conf, `APT::Install-Recommends "true";\n${list.conf}\n`);
  const [unshare = "", ...args] = inMountNamespace([MAKE_LAYER, build, below.join(":"), conf, proxy, ...list.packages]);
  await run(unshare, args, { timeoutSeconds: 600 });
  const layer = await cache.keep(base, key, join(build, "upper"));
  rmSync(build, { recursive: true });
  cache.prune([layer, ...below, ...lowerdirsInUse(dirname(folder))]);
  return layer;
}
