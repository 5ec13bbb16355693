import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { cacheFolder } from "./base-root";
import { LayerCache } from "./layer-cache";
import { inMountNamespace } from "./mounts";
import { lowerdirsInUse } from "./lowerdirs";
import { run } from "./run";

const MAKE_LAYER = join(__dirname, "make-layer");

/** What of a user-data decides which packages a machine gets. */
export interface PackageList {
  readonly packages: readonly string[];
  /** apt's settings. */
  readonly conf: string;
}

/** The packages that cloud-init will install. A machine without any is undefined. */
export function packageList(userData: string): PackageList | undefined {
  if (!userData.startsWith("#cloud-config")) return undefined;
  const config = parse(userData) as { packages?: unknown; apt?: { conf?: string } } | null;
  const packages = Array.isArray(config?.packages) ? config.packages.filter((name) => typeof name === "string") : [];
  if (packages.length === 0) return undefined;
  return { packages: [...new Set(packages)].sort(), conf: config?.apt?.conf ?? "" };
}

/**
 * The folder of an overlay's lower layer with the packages unpacked in it, over the base; made when it is not there yet
 * (5 to 10 s). cloud-init then only configures them.
 * @param folder of the lab: it is made there.
 * @param proxy URL of the package cache.
 */
export async function packageLayer(list: PackageList, base: string, folder: string, proxy: string): Promise<string> {
  const key = createHash("sha256")
    .update(JSON.stringify([list, readFileSync(MAKE_LAYER, "utf8")]))
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
  const [unshare = "", ...args] = inMountNamespace([MAKE_LAYER, build, base, conf, proxy, ...list.packages]);
  await run(unshare, args, { timeoutSeconds: 600 });
  const layer = await cache.keep(base, key, join(build, "upper"));
  rmSync(build, { recursive: true });
  cache.prune([layer, ...lowerdirsInUse(dirname(folder))]);
  return layer;
}
