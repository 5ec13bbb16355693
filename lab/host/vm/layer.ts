import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { cacheFolder } from "../base-root";
import { LayerCache } from "../layer-cache";
import { lowerdirsInUse } from "../lowerdirs";
import { inMountNamespace } from "../mounts";
import { run } from "../run";

const MAKE_LAYER = join(__dirname, "make-vm-layer");

/** Files that every virtual machine has. */
const TREE = join(__dirname, "root");

/**
 * Packages of Debian's image for clouds that make a difference to the installation and are not in the lab's base: a
 * kernel, the network as netplan and systemd-networkd set it up, names, time, AppArmor, upgrades, the disk's growth.
 */
const PACKAGES = [
  ...["apparmor", "bash-completion", "cloud-guest-utils", "dhcpcd-base", "gdisk", "initramfs-tools", "kmod"],
  ...["libnss-resolve", "linux-image-cloud-amd64", "netplan.io", "qemu-guest-agent", "systemd-resolved"],
  ...["systemd-timesyncd", "udev", "unattended-upgrades", "zstd"],
];

/**
 * Finds the overlay's lower folder that makes of the base what Debian's image for clouds is; makes it when it is not
 * there yet (half a minute).
 * @param folder of the lab: the layer is made there
 * @param proxy URL of the package cache
 */
export async function vmLayer(base: string, folder: string, proxy: string): Promise<string> {
  const hash = createHash("sha256").update(JSON.stringify([PACKAGES, readFileSync(MAKE_LAYER, "utf8")]));
  for (const file of filesBelow(TREE)) hash.update(`${file}\n${readFileSync(join(TREE, file), "utf8")}`);
  const key = `vm-${hash.digest("hex").slice(0, 12)}`;
  const cache = new LayerCache(join(cacheFolder(), "layers"));
  const present = cache.find(base, key);
  if (present !== undefined) return present;
  process.stderr.write("image of the virtual machines ...\n");
  const build = join(folder, "layers", key);
  rmSync(build, { recursive: true, force: true });
  for (const name of ["upper", "work", "root"]) mkdirSync(join(build, name), { recursive: true });
  const [unshare = "", ...args] = inMountNamespace([MAKE_LAYER, build, base, TREE, proxy, ...PACKAGES]);
  await run(unshare, args, { timeoutSeconds: 900 });
  const layer = await cache.keep(base, key, join(build, "upper"));
  rmSync(build, { recursive: true });
  cache.prune([layer, ...lowerdirsInUse(dirname(folder))]);
  return layer;
}

/** Files of the newest kernel in the uppermost layer that has one. @throws when none has */
export function kernelOf(layers: readonly string[]): { readonly kernel: string; readonly initrd: string } {
  for (const boot of layers.map((layer) => join(layer, "boot")).filter((folder) => existsSync(folder))) {
    const versions = readdirSync(boot).flatMap((name) => /^vmlinuz-(.+)$/.exec(name)?.[1] ?? []);
    const newest = versions.sort(new Intl.Collator("en", { numeric: true }).compare).at(-1);
    if (newest !== undefined)
      return { kernel: join(boot, `vmlinuz-${newest}`), initrd: join(boot, `initrd.img-${newest}`) };
  }
  throw new Error(`expected a kernel in one of the layers, found none: ${layers.join(", ")}`);
}

function filesBelow(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}
