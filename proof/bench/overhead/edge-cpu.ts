import type { Machine } from "../../../lab";

/** CPU time that a machine has used so far, in seconds. */
export interface CpuTime {
  /** The whole machine, with the kernel's work for it. */
  readonly total: number;
  /** By unit, its processes that still run. */
  readonly units: ReadonlyMap<string, number>;
}

/**
 * A lab's machine has a cgroup of its own, in the version of its host. The processes of each unit are added up here, because
 * systemd has no CPU time by unit under version 1.
 */
const READ = `
cat /sys/fs/cgroup/cpuacct/cpuacct.usage 2>/dev/null || awk '$1 == "usage_usec" { print $2 * 1000 }' /sys/fs/cgroup/cpu.stat
getconf CLK_TCK
for process in /proc/[0-9]*; do
  unit=$(sed -nE 's#^[0-9]+:(name=systemd)?:.*/([^/]*\\.service)$#\\2#p' "$process/cgroup" 2>/dev/null | head -n 1)
  [ -z "$unit" ] || echo "$unit $(sed 's/.*) //' "$process/stat" 2>/dev/null | cut -d ' ' -f 12,13)"
done`;

export async function cpuTime(machine: Machine): Promise<CpuTime> {
  const [usage = "", ticks = "", ...processes] = (await machine.succeed(READ)).trim().split("\n");
  const units = new Map<string, number>();
  for (const line of processes) {
    const [unit = "", user, system] = line.split(" ");
    units.set(unit, (units.get(unit) ?? 0) + (Number(user) + Number(system)) / Number(ticks));
  }
  return { total: Number(usage) / 1e9, units };
}

/** Computes shares of one core between two readings. */
export function used(before: CpuTime, after: CpuTime, seconds: number): CpuTime {
  const units = [...after.units].map(
    ([unit, time]) => [unit, (time - (before.units.get(unit) ?? 0)) / seconds] as const,
  );
  return { total: (after.total - before.total) / seconds, units: new Map(units) };
}
