# shellcheck shell=bash disable=SC2034
# What the programs of the database machine share: its paths, and how they ask PostgreSQL.

# Before /usr/bin, where psql is a wrapper in Perl.
PATH=/usr/lib/postgresql/17/bin:$PATH
# shellcheck source=templates/base/root/usr/local/lib/bingo/bingo.sh
source /usr/local/lib/bingo/bingo.sh

readonly VOLUME=/var/lib/postgresql
readonly CLUSTER=$VOLUME/17/main
# Holds the mark: `loading` from the file system's first moment, renamed to `ready` once and for ever.
readonly MARKS=$VOLUME/bingo
readonly DUMP=$MARKS/dump/bingo.dump
# The cluster that a restore has taken the place of, until somebody confirms that it may go.
readonly ASIDE=$MARKS/aside
# The copy that a trial of a restore makes.
readonly TRIAL=$MARKS/trial
# When a restore has last succeeded.
readonly RESTORED_AT=$MARKS/restored-at
readonly BACKUP_METRICS=$METRICS/bingo-backup.prom
readonly RESTORE_METRICS=$METRICS/bingo-restore.prom
readonly SQL=/usr/local/lib/bingo/sql
# Why set-up ended, for bingo-ready.
readonly SETUP_ERROR=/var/lib/bingo/setup-error
# The step of the load, for bingo-ready.
readonly STEP=/run/bingo-load/step

# No runuser: its PAM session would be two lines of journal every 2 s.
# As root every successful pg_isready would leave a FATAL line about user "root" in the journal.
as_postgres() {
  if [[ $(id -un) == postgres ]]; then "$@"; else setpriv --reuid=postgres --regid=postgres --init-groups "$@"; fi
}

# as_prometheus COMMAND...: the user that may read statistics.
as_prometheus() {
  setpriv --reuid=prometheus --regid=prometheus --init-groups "$@"
}

# last_lines NUMBER UNIT...: prints the units' own last lines, without systemd's lines about them.
last_lines() {
  local units=("${@:2}")
  units=("${units[@]/%/.service}")
  journalctl --quiet --boot --output=cat --lines="$1" "${units[@]/#/_SYSTEMD_UNIT=}" || true
}

# Prints bare rows. bingo, or a dump, may have left functions in its schema public: names without a schema are looked up
# in pg_catalog alone.
readonly PSQL=(env "PGOPTIONS=-c search_path=pg_catalog" psql --no-psqlrc --quiet --no-align --tuples-only
  --field-separator=' ' --set=ON_ERROR_STOP=1)

# sql DATABASE ARGUMENTS...: psql as the superuser, over the socket. Not for the tables of bingo: see sql_as_loader.
sql() {
  (cd / && as_postgres "${PSQL[@]}" --dbname="$1" "${@:2}")
}

# sql_as_loader ARGUMENTS...: psql in the database bingo, with no more rights than bingo has. Not the superuser after
# SET SESSION AUTHORIZATION: a function that others left in the data could take that back.
sql_as_loader() {
  (cd / && as_postgres "${PSQL[@]}" --username=loader --dbname=bingo "$@")
}

# By which all of it is asked for, also by PostgreSQL.
readonly BACKREST=/usr/local/lib/bingo/pgbackrest

# backrest COMMAND...: pgBackRest as postgres.
backrest() {
  (cd / && as_postgres "$BACKREST" "$@")
}

# facts WHAT: what the bucket says of backups (lib/bingo/backups). Several files are asked for, and each is asked for again for
# so long: a bucket that is away is found out within a minute or two.
facts() {
  backrest info --io-timeout=10 --output=json | /usr/local/lib/bingo/backups "$1"
}
