import { INBOX } from "../../../cloud-init/facts";
import { DATABASE } from "../../target/deployment";
import { sql } from "../../target/sql";
import { commandCase, type AlertCase, type Sequence } from "../alert-case";

const TLS = "/etc/bingo/tls";

const CASES: readonly AlertCase[] = [
  commandCase({
    what: "a certificate that ends in five days is delivered",
    alerts: ["CertificateExpires"],
    machine: "edge",
    cause:
      `cp -a ${TLS} /root/tls && cd ${INBOX} && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc ` +
      "-days 5 -subj /CN=alerts -keyout tls.key -out tls.crt 2>/dev/null && /usr/local/sbin/bingo-receive",
    cure: `cp /root/tls/tls.crt /root/tls/tls.key ${INBOX}/ && /usr/local/sbin/bingo-receive && rm -r /root/tls`,
  }),
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
    what: "the data disk is filled to 88 %",
    alerts: ["DiskFills"],
    machine: "db",
    cause: `fallocate -l "$(df --output=size,used -B1 /var/lib/postgresql | awk 'NR == 2 { printf "%.0f", $1 * 0.88 - $2 }')" /var/lib/postgresql/filler`,
    cure: "rm /var/lib/postgresql/filler",
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

/** What users do not notice. Each case is a sequence of its own, so all of them run at the same time. */
export const UNNOTICED: readonly Sequence[] = CASES.map((one) => [one]);

/** A line for the database's machine that changes a setting of the whole server. */
function asSuperuser(statement: string): string {
  const both = `--command='${statement}' --command='SELECT pg_reload_conf()'`;
  return `source /usr/local/lib/bingo/database.sh; sql postgres ${both}`;
}
