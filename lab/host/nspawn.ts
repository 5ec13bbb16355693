import { withTimeout } from "./with-timeout";

/** Settings of a machine's container. */
export interface ContainerSettings {
  /** Unique on the host. */
  readonly name: string;
  readonly hostname: string;
  readonly root: string;
  /** Folder that becomes /var/lib/docker: overlay2 cannot lie on an overlay. */
  readonly docker: string;
  readonly networkNamespace: string;
  readonly disks: readonly { readonly device: string; readonly name: string }[];
  /** The host has control groups of version 2. */
  readonly unified: boolean;
}

/** Capabilities that would reach the host itself: its clock, its modules, its memory. */
export const DROPPED_CAPABILITIES = ["SYS_TIME", "SYS_MODULE", "SYS_RAWIO"] as const;

/** Environment and command line that boot a machine. */
export function nspawnCommand(container: ContainerSettings): {
  readonly env: Readonly<Record<string, string>>;
  readonly argv: readonly string[];
} {
  const { unified } = container;
  return {
    env: {
      // Never 1: sysctl of vm.* and fs.* in a machine would be the host's.
      SYSTEMD_NSPAWN_API_VFS_WRITABLE: "network",
      SYSTEMD_NSPAWN_UNIFIED_HIERARCHY: unified ? "1" : "0",
      SYSTEMD_NSPAWN_USE_CGNS: "1",
    },
    argv: [
      "systemd-nspawn",
      "--quiet",
      "--boot",
      `--directory=${container.root}`,
      `--machine=${container.name}`,
      `--hostname=${container.hostname}`,
      `--network-namespace-path=${container.networkNamespace}`,
      "--register=no",
      "--keep-unit",
      "--capability=all",
      `--drop-capability=${DROPPED_CAPABILITIES.map((name) => `CAP_${name}`).join(",")}`,
      // runc needs the keys, nginx's quic_bpf and containers' device rules need bpf.
      "--system-call-filter=add_key keyctl bpf",
      "--resolv-conf=off",
      "--timezone=off",
      "--link-journal=no",
      "--console=pipe",
      `--bind=${container.docker}:/var/lib/docker`,
      ...container.disks.flatMap(({ device, name }) => [
        `--bind=${device}`,
        `--bind=${device}:/dev/disk/by-id/virtio-${name}`,
      ]),
      ...(unified
        ? []
        : // systemd 257 refuses version 1 without both settings.
          ["--setenv=SYSTEMD_PROC_CMDLINE=systemd.unified_cgroup_hierarchy=0 SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE=1"]),
    ],
  };
}

/**
 * Command line that runs a command as root on a running machine.
 *
 * nsenter keeps the host's capabilities, so those that would reach the host are dropped: a `date -s` through a bare
 * nsenter has set a host's clock. They are dropped before nsenter and not in the machine: setpriv asks /proc for the
 * capabilities of its own process id, and the machine's /proc knows another process by that number, or none. Seen: a
 * service, and 2 of 600 commands, that ended up with no capabilities at all.
 *
 * `--no-fork`: nsenter's own fork stops for ever when a machine that shuts down stops what runs on it; the fork of
 * timeout, which enters the machine's process ids, does not.
 * @param leader process id of the machine's systemd
 */
export function nsenterCommand(leader: number, command: readonly string[], timeoutSeconds: number): readonly string[] {
  const dropped = [...DROPPED_CAPABILITIES, "SYS_BOOT"].map((name) => `-${name.toLowerCase()}`).join(",");
  return [
    ...["setpriv", `--bounding-set=${dropped}`, `--inh-caps=${dropped}`, "--"],
    ...["nsenter", "--target", String(leader), "--mount", "--uts", "--ipc", "--net", "--pid", "--cgroup", "--no-fork"],
    ...["--", "env", "-i", "-C", "/root", "HOME=/root", "USER=root", "LANG=C.UTF-8", `PATH=${PATH}`],
    ...withTimeout(command, timeoutSeconds),
  ];
}

/** Root's PATH on Debian. */
export const PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
