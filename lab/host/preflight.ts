import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { isVirtual, type MachineKind } from "../substrate";

/** Programs that the lab needs, each with its Debian package. */
export const PROGRAMS: Readonly<Record<string, string>> = {
  "systemd-nspawn": "systemd-container",
  mmdebstrap: "mmdebstrap",
  nft: "nftables",
  ip: "iproute2",
  dnsmasq: "dnsmasq-base",
  "apt-cacher-ng": "apt-cacher-ng",
  losetup: "mount",
  nsenter: "util-linux",
  flock: "util-linux",
  "mkfs.ext4": "e2fsprogs",
  perl: "perl-base",
  openssl: "openssl",
};

/** Programs that a lab of virtual machines needs besides. */
const VM_PROGRAMS: Readonly<Record<string, string>> = {
  "qemu-system-x86_64": "qemu-system-x86",
  sfdisk: "fdisk",
};

export interface Host {
  readonly platform: string;
  readonly root: boolean;
  /** Whether root may mount; it may not in a container without privileges. */
  readonly mayMount: boolean;
  /** Whether files can be block devices. */
  readonly loopDevices: boolean;
  /** Whether network cards can be made, for virtual machines. */
  readonly tapDevices: boolean;
  /** Of its processor, in Node's words. */
  readonly architecture: string;
  readonly has: (program: string) => boolean;
}

/** Says in one sentence what a host lacks for a lab of such machines; undefined when it lacks nothing. */
export function shortcoming(host: Host, machines: MachineKind = "container"): string | undefined {
  const { platform, root, mayMount, loopDevices, has } = host;
  if (platform !== "linux") return `the lab needs Linux (Debian 12 or 13), found ${platform}`;
  if (!root) return "the lab makes network namespaces and mounts: run it as root";
  const elsewhere = "run it on a whole machine, or in a container with all privileges";
  if (!mayMount)
    return `the lab makes network namespaces and mounts, and this root may not (CAP_SYS_ADMIN): ${elsewhere}`;
  if (!loopDevices) return `the lab makes disks of files, and there is no /dev/loop-control here: ${elsewhere}`;
  const vm = isVirtual(machines);
  if (vm && host.architecture !== "x64")
    return `virtual machines of the lab have processors of x86-64, found ${host.architecture}: take containers`;
  if (vm && !host.tapDevices)
    return `virtual machines have network cards of /dev/net/tun, and there is none here: ${elsewhere}`;
  const missing = Object.entries({ ...PROGRAMS, ...(vm && VM_PROGRAMS) }).filter(([program]) => !has(program));
  if (missing.length === 0) return undefined;
  const packages = [...new Set(missing.map(([, name]) => name))].join(" ");
  const programs = missing.map(([program]) => program).join(", ");
  return `the lab needs ${programs}: run apt-get install --no-install-recommends ${packages}`;
}

export function thisHost(): Host {
  return {
    platform: process.platform,
    root: process.getuid?.() === 0,
    mayMount: process.platform === "linux" && hasCapability(CAP_SYS_ADMIN),
    loopDevices: existsSync("/dev/loop-control"),
    tapDevices: existsSync("/dev/net/tun"),
    architecture: process.arch,
    has: onPath,
  };
}

/** Its number in capabilities(7). */
const CAP_SYS_ADMIN = 21n;

function hasCapability(number: bigint): boolean {
  const effective = /^CapEff:\s*(\w+)$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? "0";
  return ((BigInt(`0x${effective}`) >> number) & 1n) === 1n;
}

function onPath(program: string): boolean {
  // A user's PATH may lack the folders of root's programs.
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/sbin"];
  return folders.some((folder) => {
    const file = join(folder, program);
    if (!existsSync(file)) return false;
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
