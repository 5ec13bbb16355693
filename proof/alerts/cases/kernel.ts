import { commandCase, type AlertCase, type Sequence } from "../alert-case";

const LIMIT = "/proc/sys/net/netfilter/nf_conntrack_max";
const DATA = "/var/lib/postgresql";

/** What the kernel runs out of, but for disks. */
export const KERNEL: readonly AlertCase[] = [
  commandCase({
    what: "a process takes more memory than its unit may have",
    alerts: ["OomKill"],
    machine: "db",
    cause: "! systemd-run --quiet --wait --collect --property=MemoryMax=30M --property=MemorySwapMax=0 tail /dev/zero",
    // It passes by itself.
    cure: "true",
  }),
  commandCase({
    what: "the table of tracked connections is nearly full",
    alerts: ["ConntrackFills"],
    simulated: "a machine of the lab may not set its kernel's limit: another one is shown to it",
    machine: "app-1",
    cause: `echo 1 >/run/conntrack-max && mount --bind /run/conntrack-max ${LIMIT}`,
    cure: `umount ${LIMIT}`,
  }),
];

/** Both fill the same disk. */
export const DISKS: Sequence = [
  commandCase({
    what: "the data disk is filled to 88 %",
    alerts: ["DiskFills"],
    machine: "db",
    cause: filled(0.88),
    cure: `rm ${DATA}/filler`,
  }),
  commandCase({
    what: "the data disk is filled to 60 %, and a file on it grows",
    alerts: ["DiskFullSoon"],
    machine: "db",
    cause: `${filled(0.6)} && systemd-run --quiet --unit=alerts-grow sh -c 'while sleep 5; do head -c 4M /dev/zero >>${DATA}/filler; done'`,
    cure: `systemctl stop alerts-grow && rm ${DATA}/filler`,
  }),
];

/** A command that fills the data disk up to a share of its size. */
function filled(share: number): string {
  return `fallocate -l "$(df --output=size,used -B1 ${DATA} | awk 'NR == 2 { printf "%.0f", $1 * ${share} - $2 }')" ${DATA}/filler`;
}
