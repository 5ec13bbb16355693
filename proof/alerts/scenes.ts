import { listen, receiverInConfig, toldOf } from "./receiver";
import { scene, type Lane, type Scene } from "./scene";

const SQL = "su postgres -s /bin/sh -c";
const PSQL = "/usr/lib/postgresql/17/bin/psql";
const NGINX = "/etc/nginx/nginx.conf";
const TLS = "/etc/bingo/tls";

/** nginx with a changed line, and back. */
function nginxChanged(what: string, alerts: readonly string[], edits: readonly string[]): Scene {
  const sed = edits.map((edit) => `-e '${edit}'`).join(" ");
  return scene(
    what,
    alerts,
    "edge",
    `cp ${NGINX} /root/nginx.conf && sed -i ${sed} ${NGINX} && ! cmp -s ${NGINX} /root/nginx.conf && systemctl reload nginx`,
    `mv /root/nginx.conf ${NGINX} && systemctl reload nginx`,
  );
}

/** Things that users do not notice: all at the same time. */
const QUIET: readonly Lane[] = [
  [
    scene(
      "a certificate that ends in five days is delivered",
      ["CertificateExpires"],
      "edge",
      `cp -a ${TLS} /root/tls && cd /home/ops/inbox && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc ` +
        "-days 5 -subj /CN=alerts -keyout tls.key -out tls.crt 2>/dev/null && /usr/local/sbin/bingo-receive",
      "cp /root/tls/tls.crt /root/tls/tls.key /home/ops/inbox/ && /usr/local/sbin/bingo-receive && rm -r /root/tls",
    ),
  ],
  [
    scene(
      "the access log has lines of another form",
      ["LogNotUnderstood"],
      "edge",
      "systemd-run --quiet --unit=alerts-log sh -c 'while sleep 2; do echo nonsense >>/var/log/nginx/access.log; done'",
      "systemctl stop alerts-log",
    ),
  ],
  [
    scene(
      "chronyd is killed",
      ["ClockWrong", "UnitFailed"],
      "db",
      "systemctl kill --signal=KILL chrony",
      "systemctl reset-failed chrony && systemctl start chrony",
    ),
  ],
  [
    scene(
      "the state of the clock is not written any more",
      ["ClockUnknown"],
      "app-1",
      "systemctl stop bingo-clock.timer",
      "systemctl start bingo-clock.timer",
    ),
  ],
  [
    scene(
      "an exporter is stopped",
      ["TargetDown"],
      "db",
      "systemctl stop prometheus-pgbouncer-exporter",
      "systemctl start prometheus-pgbouncer-exporter",
    ),
  ],
  [
    scene(
      "the data disk is filled to 88 %",
      ["DiskFills"],
      "db",
      `fallocate -l "$(df --output=size,used -B1 /var/lib/postgresql | awk 'NR == 2 { printf "%.0f", $1 * 0.88 - $2 }')" /var/lib/postgresql/filler`,
      "rm /var/lib/postgresql/filler",
    ),
  ],
  [
    scene(
      "little memory is left",
      ["MemoryScarce"],
      "edge",
      "sed 's/^\\(MemAvailable:\\) .*/\\1 100000 kB/' /proc/meminfo >/run/meminfo && mount --bind /run/meminfo /proc/meminfo",
      "umount /proc/meminfo",
      "a machine of the lab sees the memory of its host: another /proc/meminfo is shown to it",
    ),
  ],
  [
    scene(
      "a prepared row is written",
      ["PreparedDataChanged"],
      "db",
      `${SQL} "${PSQL} -qd bingo -c 'UPDATE movies SET name = name WHERE id = (SELECT min(id) FROM movies)'"`,
      "true",
    ),
  ],
  [
    scene(
      "fsync is switched off",
      ["DurabilityOff"],
      "db",
      `${SQL} "${PSQL} -qc 'ALTER SYSTEM SET fsync = off' -c 'SELECT pg_reload_conf()'"`,
      `${SQL} "${PSQL} -qc 'ALTER SYSTEM RESET fsync' -c 'SELECT pg_reload_conf()'"`,
    ),
  ],
];

/** Takes as long as all others together, and goes on beside them. */
export const PATIENT: Lane = [
  scene(
    "an instance is not recycled",
    ["InstanceOld"],
    "app-2",
    "systemctl stop bingo-recycle@bingo-2.timer",
    "systemctl start bingo-recycle@bingo-2.timer && docker restart --time 0 bingo-2",
  ),
];

/** Instances and machines go, while there are users. */
const INSTANCES: Lane = [
  scene(
    "an instance is stopped, and stays so",
    ["InstanceUnhealthy", "InstanceFails"],
    "app-1",
    "docker stop bingo-1",
    "docker start bingo-1",
  ),
  scene(
    "both instances of a node are stopped",
    ["NodeWithoutInstances"],
    "app-1",
    "docker stop bingo-1 bingo-2",
    "docker start bingo-1 bingo-2",
  ),
  scene(
    "the state of the instances is not written any more",
    ["InstancesUnknown"],
    "app-1",
    "systemctl stop bingo-metrics.timer",
    "systemctl start bingo-metrics.timer",
  ),
  {
    what: "a machine loses power",
    alerts: ["MachineDown"],
    cause: (lab) => lab.machine("app-1").crash(),
    cure: (lab) => lab.machine("app-1").start(),
  },
];

/** What the edge makes of /long_dummy is changed. */
const LONG_DUMMY: Lane = [
  nginxChanged(
    "the cache keeps for ten minutes what is not refreshed",
    ["LongDummyStale", "LongDummyNotRefreshed"],
    ["s/proxy_cache_valid 200 40s/proxy_cache_valid 200 10m/", "s/interval=10s/interval=1h/"],
  ),
  nginxChanged("the cache is switched off", ["LongDummySlow"], ["s/proxy_cache long_dummy;/proxy_cache off;/"]),
];

/** What everybody notices: after all others. */
const DISASTERS: Lane = [
  scene(
    "somebody holds the tables",
    ["LatencyHigh", "PoolExhausted"],
    "db",
    `systemd-run --quiet --unit=alerts-lock ${SQL} "${PSQL} -qd bingo -c 'BEGIN; LOCK movies, customers, sessions; SELECT pg_sleep(600)'"`,
    // A backend that sleeps does not notice that its client has gone.
    `${SQL} "${PSQL} -qAtc \\"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'BEGIN; LOCK%'\\"" && ` +
      "! systemctl stop alerts-lock 2>/dev/null || systemctl reset-failed alerts-lock || true",
  ),
  scene(
    "PostgreSQL is stopped",
    ["DatabaseDown", "ErrorShareHigh"],
    "db",
    "systemctl stop postgresql@17-main",
    "systemctl start postgresql@17-main pgbouncer",
  ),
];

/** Alertmanager goes on trying for a while, later and later. */
const TOLD_SECONDS = 300;

/** The alerts get a receiver. That makes a new edge, whose Prometheus remembers nothing: when all others are over. */
export const LAST: Lane = [
  {
    what: "nobody answers where alerts are sent to",
    alerts: ["AlertsNotSent"],
    prepare: async (lab) => lab.deploy(await receiverInConfig(lab)),
    // So that there is one to send.
    cause: (lab) => lab.machine("db").succeed("systemctl stop prometheus-pgbouncer-exporter"),
    cure: async (lab) => {
      listen(lab);
      await toldOf(lab, "TargetDown", TOLD_SECONDS);
      await lab.machine("db").succeed("systemctl start prometheus-pgbouncer-exporter");
    },
  },
];

/** In turn: lanes that run at the same time. */
export const ACTS: readonly (readonly Lane[])[] = [[...QUIET, INSTANCES, LONG_DUMMY], [DISASTERS]];
