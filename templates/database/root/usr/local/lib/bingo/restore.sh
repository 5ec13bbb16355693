# shellcheck shell=bash
# How a cluster comes out of the bucket: shared by bingo-load, which fills a blank disk, and bingo-restore.

# As pgBackRest writes it for a restore.
# shellcheck disable=SC2034
readonly ARCHIVE_GET="restore_command = 'pgbackrest --config=/etc/bingo/pgbackrest.conf --config-include-path=/etc/bingo/backup --stanza=bingo archive-get %f \"%p\"'"

# fetch_cluster OPTION...: fills the folder of the cluster from the bucket. OPTIONs say to which moment.
fetch_cluster() {
  install -d -o postgres -g postgres -m 0700 "$VOLUME/17" "$CLUSTER"
  backrest restore "$@" || fail "pgbackrest restore: expected exit status 0, found $?"
}

# recover: starts PostgreSQL, which replays the changes, and returns when it takes writes. Status 1 when it cannot: then it is
# stopped.
recover() {
  local restarts found
  systemctl reset-failed postgresql@17-main 2>/dev/null || true
  restarts=$(restarts_of postgresql@17-main)
  systemctl start --no-block postgresql@17-main
  while true; do
    found=$(sql postgres --command='SELECT pg_is_in_recovery()' 2>/dev/null) || found=""
    [[ $found != f ]] || break
    if (($(restarts_of postgresql@17-main) > restarts)); then
      systemctl stop postgresql@17-main
      return 1
    fi
    sleep 0.2
  done
  # What was set for the restore alone.
  sql postgres --command='ALTER SYSTEM RESET ALL' --command='SELECT pg_reload_conf()' >/dev/null
}

restarts_of() {
  systemctl show --property=NRestarts --value "$1"
}
