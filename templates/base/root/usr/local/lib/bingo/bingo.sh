# shellcheck shell=bash
# What the programs of every machine share: its settings, how they end, and how they take deliveries.

# shellcheck source=/dev/null
source /etc/bingo/machine.env
# shellcheck source=/dev/null
source /etc/bingo/role.env

# bingo's own config, with the database's password.
readonly CONFIG=/opt/bingo/config.yaml

# fail SENTENCE: ends the program with status 1.
fail() {
  echo "${0##*/}: $*" >&2
  exit 1
}

# try_again SENTENCE: ends the program with the status that says: the same may succeed later. bingo-await then tries it
# again, until its time is up.
try_again() {
  echo "${0##*/}: $*" >&2
  exit 75
}

# The three answers of bingo-ready: a line with the step that the machine is at, and a status.
ready() {
  echo "$*"
  exit 0
}
not_yet() {
  echo "$*"
  exit 1
}
# Further lines say why.
never() {
  echo "$*"
  exit 2
}

# enable_units UNIT...: has them start at every boot. systemd is not told: it would read all units again each time, and twice
# for a service that has an init script as well.
enable_units() {
  SYSTEMD_OFFLINE=1 systemctl --quiet enable "$@"
}

# Where the node exporter reads metrics of programs; not there before its package is.
readonly METRICS=/var/lib/prometheus/node-exporter

# write_metrics NAME: has standard input be the metrics NAME, complete or not at all: the exporter may read at any time.
write_metrics() {
  cat >"$METRICS/$1.prom.new"
  mv "$METRICS/$1.prom.new" "$METRICS/$1.prom"
}

# write_gauge NAME METRIC HELP VALUE [LABELS]: has one gauge be the metrics NAME.
write_gauge() {
  write_metrics "$1" <<END
# HELP $2 $3
# TYPE $2 gauge
$2${5:-} $4
END
}

# put_in_place FILE: renames FILE.new to FILE, at once or not at all. It is on the disk before its delivery leaves the
# inbox, because each delivery comes once.
put_in_place() {
  sync "$1.new"
  mv "$1.new" "$1"
  sync "${1%/*}"
}

# delivered_password: prints the database's password from the inbox.
delivered_password() {
  local password
  password=$(<"$INBOX/database-password")
  [[ $password =~ ^[0-9a-f]{64}$ ]] ||
    fail "$INBOX/database-password: expected 64 hexadecimal digits, found ${#password} characters"
  echo "$password"
}

# config_password: prints the password that write_config has put into bingo's config.
config_password() {
  sed -n 's/^  password: "\(.*\)"$/\1/p' "$CONFIG"
}

# write_config PASSWORD GROUP: bingo's config from its template. The group may read it, and otherwise root alone.
write_config() {
  local template
  template=$(</etc/bingo/config.yaml)
  install -d -m 0755 "${CONFIG%/*}"
  install -o root -g "$2" -m 0640 /dev/null "$CONFIG.new"
  printf '%s\n' "${template/"$PASSWORD_PLACEHOLDER"/$1}" >"$CONFIG.new"
  put_in_place "$CONFIG"
}
