import { commandCase, type Sequence } from "../alert-case";

/** What the config of the lab needs for these cases: its own S3 server, and backups there. */
export const WITH_BACKUPS = { backups: { retentionDays: 7 } };

/** Backups and the changes between them do not reach the bucket. One after the other: both need it to clear. */
export const BACKUPS: Sequence = [
  commandCase({
    what: "the bucket cannot be reached",
    alerts: ["ChangesNotArchived"],
    machine: "db",
    cause: `
      host=$(sed -n 's/^repo1-s3-endpoint=//p' /etc/bingo/pgbackrest.conf)
      ip route add blackhole "$(getent ahostsv4 "$host" | awk '{ print $1; exit }')"`,
    cure: "ip route flush type blackhole",
  }),
  commandCase({
    what: "the last backup is four hours old",
    alerts: ["BackupOld"],
    simulated: "written into its metric: hours would pass",
    machine: "db",
    cause: `
      source /usr/local/lib/bingo/database.sh
      systemctl stop bingo-backup.timer
      sed -i "s/^\\(bingo_backup_last_timestamp_seconds\\) .*/\\1 $(($(date +%s) - 4 * 3600))/" "$BACKUP_METRICS"`,
    cure: "systemctl start bingo-backup.timer bingo-backup.service",
  }),
  commandCase({
    what: "the last restore that succeeded is ten days old",
    alerts: ["RestoreNotTried"],
    simulated: "written into its mark: days would pass",
    machine: "db",
    cause: `
      source /usr/local/lib/bingo/database.sh
      echo $(($(date +%s) - 10 * 86400)) >"$RESTORED_AT"
      /usr/local/lib/bingo/note-restore`,
    cure: "/usr/local/sbin/bingo-restore --try",
  }),
];
