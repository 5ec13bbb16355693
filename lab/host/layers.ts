import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";
import { cacheFolder } from "./image";
import { mountOverlay, unmountBelow } from "./mounts";
import { run } from "./run";

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
 * The folder of an overlay's lower layer with the packages in it, over the base; made when it is not there yet (about
 * 10 s). cloud-init then finds them installed: the installation's four machines took 50 s without, 12 s with them.
 * @param folder of the lab: what is mounted there goes with it.
 * @param proxy URL of the package cache.
 */
export async function roleLayer(list: PackageList, base: string, folder: string, proxy: string): Promise<string> {
  const key = createHash("sha256")
    .update(JSON.stringify([list, basename(base)]))
    .digest("hex")
    .slice(0, 12);
  const layer = join(cacheFolder(), "layers", key);
  if (existsSync(layer)) return layer;
  const build = join(folder, "layers", key);
  const [upper, work, root] = ["upper", "work", "root"].map((name) => join(build, name)) as [string, string, string];
  await unmountBelow(build);
  rmSync(build, { recursive: true, force: true });
  for (const path of [upper, work, root]) mkdirSync(path, { recursive: true });
  await mountOverlay([base], upper, work, root);
  try {
    const policy = join(root, "usr/sbin/policy-rc.d");
    const conf = join(root, "etc/apt/apt.conf.d/99-layer");
    // Nothing starts while it is installed.
    writeFileSync(policy, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
    // The base was made without Recommends; here the user-data decides.
    writeFileSync(conf, `APT::Install-Recommends "true";\n${list.conf}\n`);
    await apt(root, proxy, ["update"]);
    await apt(root, proxy, ["install", "--yes", ...list.packages]);
    await apt(root, proxy, ["clean"]);
    rmSync(policy);
    rmSync(conf);
  } finally {
    await unmountBelow(build);
  }
  mkdirSync(join(cacheFolder(), "layers"), { recursive: true });
  const partial = `${layer}.${process.pid}.partial`;
  await run("mv", [upper, partial]);
  // Another lab may have been quicker: then its layer serves.
  if (existsSync(layer)) rmSync(partial, { recursive: true });
  else renameSync(partial, layer);
  rmSync(build, { recursive: true });
  return layer;
}

/** In a container: a package's scripts see none of the host's processes and cannot set its clock or sysctls. */
async function apt(root: string, proxy: string, args: readonly string[]): Promise<void> {
  const container = ["--quiet", "--register=no", "--keep-unit", "--as-pid2", "--resolv-conf=off", "--timezone=off"];
  const env = ["--setenv=DEBIAN_FRONTEND=noninteractive", `--setenv=http_proxy=${proxy}`];
  const command = ["apt-get", "-o", "Dpkg::Options::=--force-unsafe-io", ...args];
  await run("systemd-nspawn", [...container, ...env, "--console=pipe", `--directory=${root}`, ...command], {
    timeoutSeconds: 600,
  });
}
