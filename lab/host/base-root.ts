import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import execa from "execa";

const DEBIAN_ROOT = join(__dirname, "..", "..", "script", "debian-root");

/** Packages of Debian's cloud image that the installation or cloud-init needs. */
const PACKAGES = [
  ...["systemd", "systemd-sysv", "dbus", "cloud-init", "openssh-server", "sudo", "python3", "gpg", "logrotate"],
  ...["iproute2", "iputils-ping", "netbase", "nftables", "ca-certificates", "curl", "e2fsprogs"],
];

/** Folder of what all labs share. */
export function cacheFolder(): string {
  return join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "bingo-on-yandex-cloud");
}

/**
 * Finds the Debian 13 root that all machines stand on; makes it when it is not there yet (half a minute). It is never
 * written to. Progress goes to stderr.
 * @returns its folder
 */
export async function baseRoot(): Promise<string> {
  const { stdout, failed, exitCode } = await execa(DEBIAN_ROOT, PACKAGES, { reject: false, stderr: "inherit" });
  if (failed) throw new Error(`script/debian-root: expected status 0, found ${exitCode}: its own words stand above`);
  return stdout.trim();
}

/** URLs of the archives in a root's sources.list, which is in one-line style. */
export function mirrors(root: string): readonly string[] {
  const sources = readFileSync(join(root, "etc/apt/sources.list"), "utf8");
  const urls = [...sources.matchAll(/^deb\s+(?:\[[^\]]*\]\s+)?(\S+)/gm)].map(
    ([, url]) => url?.replace(/\/$/, "") ?? "",
  );
  return [...new Set(urls)];
}
