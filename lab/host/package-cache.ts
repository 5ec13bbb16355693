import { PACKAGE_CACHE_PORT } from "./packet-filter";

/** Folders of the package cache. */
export interface PackageCacheFolders {
  /** Holds the packages; may outlive the lab. */
  readonly cache: string;
  /** Holds pid, socket and logs of this process. */
  readonly run: string;
}

/**
 * Makes apt-cacher-ng's acng.conf. Debian's own maps mirrors to other names, which not every network knows: "503 Host not
 * found". Here each mirror is only itself, and nothing but those mirrors is fetched, so that machines reach nothing else
 * through the cache.
 * @param mirrors URLs of the Debian archives that the machines' apt uses
 */
export function packageCacheConfig(address: string, folders: PackageCacheFolders, mirrors: readonly string[]): string {
  const settings = [
    `CacheDir: ${folders.cache}`,
    `LogDir: ${folders.run}`,
    "SupportDir: /usr/lib/apt-cacher-ng",
    `Port: ${PACKAGE_CACHE_PORT}`,
    `BindAddress: ${address}`,
    "ForeGround: 1",
    `SocketPath: ${folders.run}/socket`,
    `PidFile: ${folders.run}/pid`,
    "ReportPage:",
    "ForceManaged: 1",
    ...mirrors.map((mirror, index) => `Remap-${index}: ${mirror} ; ${mirror}`),
  ];
  return `${settings.join("\n")}\n`;
}
