# shellcheck shell=bash
# How a cluster comes out of the bucket: shared by bingo-load, which fills a blank disk, bingo-restore and
# bingo-restore-trial.

# As pgBackRest writes it for a restore.
# shellcheck disable=SC2034
readonly ARCHIVE_GET="restore_command = '$BACKREST archive-get %f \"%p\"'"

# fetch_cluster FOLDER OPTION...: fills the folder, whose parent is postgres's own, from the bucket. OPTIONs say to which moment.
fetch_cluster() {
  as_postgres install -d -m 0700 "$1"
  backrest restore "${@:2}" || fail "pgbackrest restore: expected exit status 0, found $?"
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
