import type { Shell } from "../../lab";
import { DOCKER_EVENTS_UNIT } from "../drills/events/journal";
import { type Snapshot, snapshotIn } from "./snapshot";

/**
 * Folders whose files are counted; what lies in two of them counts for the first. /run has the lab's own kernel beside what
 * belongs to an installation.
 */
const FOLDERS = [
  "/var/log/journal",
  "/var/log",
  "/var/lib/docker",
  "/var/lib/containerd",
  "/var/lib/prometheus",
  "/var/lib/alertmanager",
  "/var/lib/postgresql",
  "/var/lib",
  "/var/cache",
  "/run",
  "/tmp",
] as const;

/** Roots of containers are mounted below these, and would count twice. */
const NOT_MOUNTED = "--exclude=merged --exclude=rootfs --exclude=/run/lab-kernel";

/**
 * All of a machine in one command, without a process for each process. Nothing here ends it early: what a sample lacks is seen
 * to lack.
 */
const SCRIPT = `set +e +o pipefail
folders="${FOLDERS.join(" ")}"
docker() { curl --silent --max-time 5 --unix-socket /run/docker.sock "http://docker/$1" | grep -o "\\"$2\\":" | wc -l; }
echo '== memory'; grep -sH '^RssAnon' /proc/[0-9]*/status
echo '== groups'; grep -sHE ':name=systemd:|^0::' /proc/[0-9]*/cgroup
echo '== names'; grep -sH '' /proc/[0-9]*/comm
echo '== open'; find /proc/[0-9]*/fd -maxdepth 1 -type l -printf '%h\\n' 2>/dev/null | sort | uniq -c
echo '== kilobytes'; du -sk ${NOT_MOUNTED} $folders 2>/dev/null
echo '== files'; du -s --inodes ${NOT_MOUNTED} $folders 2>/dev/null
echo '== counts'
echo "mounts $(wc -l </proc/mounts)"
echo "units of systemd $(systemctl list-units --all --plain --no-legend | wc -l)"
[[ ! -x /usr/sbin/nft ]] || echo "lines of nftables $(nft list ruleset | wc -l)"
[[ ! -S /run/docker.sock ]] || {
  echo "containers $(docker containers/json?all=1 Id)"
  echo "volumes $(docker volumes Name)"
  echo "networks $(docker networks Id)"
}
echo '== failed'; systemctl list-units --failed --plain --no-legend
echo '== counters'; grep -sH '' /var/lib/bingo-{recycle,autoheal}/bingo_instance_*_total*
echo '== events'
[[ ! -S /run/docker.sock ]] ||
  journalctl --quiet --unit=${DOCKER_EVENTS_UNIT} --output=json --output-fields=MESSAGE,UNIT,_SYSTEMD_UNIT --cursor-file=/run/bingo-months.cursor
true`;

const TIMEOUT_SECONDS = 60;

/** Takes a sample of a machine. @throws when it does not answer */
export async function probe(machine: Shell): Promise<Snapshot> {
  return snapshotIn(machine.name, await machine.succeed(SCRIPT, { timeoutSeconds: TIMEOUT_SECONDS }));
}
