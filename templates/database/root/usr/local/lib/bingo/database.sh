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

# config_password: prints the password that write_config has put into bingo's config.
config_password() {
  sed -n 's/^  password: "\(.*\)"$/\1/p' "$CONFIG"
}

# sql DATABASE ARGUMENTS...: psql as the superuser, over the socket; prints bare rows.
sql() {
  (cd / && as_postgres psql --no-psqlrc --quiet --no-align --tuples-only --field-separator=' ' \
    --set=ON_ERROR_STOP=1 --dbname="$1" "${@:2}")
}
