import { DATABASE } from "../../target/deployment";
import { sql } from "../../target/sql";
import { commandCase, type AlertCase, type Sequence } from "../alert-case";
import { BACKUPS } from "./backups";
import { CERTIFICATE } from "./certificate";
import { DAMAGE } from "./damage";
import { DISKS, KERNEL } from "./kernel";
import { UPDATES } from "./updates";
import { WATCHING } from "./watching";

const CASES: readonly AlertCase[] = [
  commandCase({
    what: "the access log has lines of another form",
    alerts: ["LogNotUnderstood"],
    machine: "edge",
    cause:
      "systemd-run --quiet --unit=alerts-log sh -c 'while sleep 2; do echo nonsense >>/var/log/nginx/access.log; done'",
    cure: "systemctl stop alerts-log",
  }),
  commandCase({
    what: "chronyd is killed",
    alerts: ["ClockWrong", "UnitFailed"],
    machine: "db",
    cause: "systemctl kill --signal=KILL chrony",
    cure: "systemctl reset-failed chrony && systemctl start chrony",
  }),
  commandCase({
    what: "the state of the clock is not written any more",
    alerts: ["ClockUnknown"],
    machine: "app-1",
    cause: "systemctl stop bingo-clock.timer",
    cure: "systemctl start bingo-clock.timer",
  }),
  commandCase({
    what: "an app node has another binary",
    alerts: ["BinariesDiffer"],
    machine: "app-1",
    cause: "sed -i 's/sha256=\"./sha256=\"-/' /var/lib/prometheus/node-exporter/bingo-binary.prom",
    cure: "/usr/local/sbin/bingo-fetch",
  }),
  commandCase({
    what: "an exporter is stopped",
    alerts: ["TargetDown"],
    machine: "db",
    cause: "systemctl stop prometheus-pgbouncer-exporter",
    cure: "systemctl start prometheus-pgbouncer-exporter",
  }),
  commandCase({
    what: "little memory is left",
    alerts: ["MemoryScarce"],
    simulated: "a machine of the lab sees the memory of its host: another /proc/meminfo is shown to it",
    machine: "edge",
    cause:
      "sed 's/^\\(MemAvailable:\\) .*/\\1 100000 kB/' /proc/meminfo >/run/meminfo && mount --bind /run/meminfo /proc/meminfo",
    cure: "umount /proc/meminfo",
  }),
  {
    what: "a prepared row is written",
    alerts: ["PreparedDataChanged"],
    cause: (lab) => sql(lab.machine(DATABASE), "UPDATE movies SET name = name WHERE id = (SELECT min(id) FROM movies)"),
    // It passes by itself.
    cure: () => Promise.resolve(),
  },
  commandCase({
    what: "fsync is switched off",
    alerts: ["DurabilityOff"],
    machine: "db",
    cause: asSuperuser("ALTER SYSTEM SET fsync = off"),
    cure: asSuperuser("ALTER SYSTEM RESET fsync"),
  }),
];

/** What users do not notice. All sequences run at the same time; most cases are one of their own. */
export const UNNOTICED: readonly Sequence[] = [
  ...[...CASES, ...KERNEL, ...DAMAGE, ...UPDATES, ...WATCHING].map((one) => [one]),
  BACKUPS,
  CERTIFICATE,
  DISKS,
];

/** A line for the database's machine that changes a setting of the whole server. */
function asSuperuser(statement: string): string {
  const both = `--command='${statement}' --command='SELECT pg_reload_conf()'`;
  return `source /usr/local/lib/bingo/database.sh; sql postgres ${both}`;
}
