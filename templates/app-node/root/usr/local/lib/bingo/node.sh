# shellcheck shell=bash
# What the programs of an app node share: the questions that they all ask about instances, and their drain.

# shellcheck source=templates/base/root/usr/local/lib/bingo/bingo.sh
source /usr/local/lib/bingo/bingo.sh

# This node has served users before: bingo-ready marks it.
# shellcheck disable=SC2034 # read by those that source this
readonly SERVED=/var/lib/bingo/served

# instances: prints their names, one a line.
instances() {
  awk '!/^#/ { print $1 }' /etc/bingo/instances
}

# port_of NAME: prints its port on the private address.
port_of() {
  awk -v name="$1" '$1 == name { print $2 }' /etc/bingo/instances
}

# others NAME: prints the addresses of all other instances, elsewhere and beside this one.
others() {
  local other
  for other in $PEERS; do
    echo "$other"
  done
  for other in $(instances); do
    [[ $other == "$1" ]] || echo "$ADDRESS:$(port_of "$other")"
  done
}

# answers ADDRESS:PORT: whether /ping answers 200, or 429, with which an instance over its rate limit is alive.
answers() {
  local status
  status=$(curl --silent --output /dev/null --max-time 1 --write-out '%{http_code}' "http://$1/ping") || true
  [[ $status == 200 || $status == 429 ]]
}

# serves ADDRESS:PORT: whether it answers a request that takes the database; 429 is an instance over its rate limit.
serves() {
  local status
  status=$(curl --silent --output /dev/null --max-time 5 --write-out '%{http_code}' "http://$1/db_dummy") || true
  [[ $status == 200 || $status == 429 ]]
}

# database_accepts: whether a login at pgbouncer is asked for its password. For that it needs the verifier, which PostgreSQL
# has: pgbouncer alone takes connections also while PostgreSQL is away (docs/decisions/0006-recycling-by-the-clock.md).
database_accepts() {
  local answer
  answer=$({ printf '\0\0\0\043\0\003\0\0user\0bingo\0database\0bingo\0\0' && sleep 1; } |
    timeout 4 busybox nc -w 2 "$DB_ADDRESS" "$DB_PORT" 2>/dev/null | head -c 1) || true
  [[ $answer == R ]]
}

# published CONTAINER: prints the port on the private address that it has, also when it is no longer an instance.
published() {
  docker inspect --format '{{range .HostConfig.PortBindings}}{{range .}}{{.HostPort}}{{end}}{{end}}' "$1"
}

# pid_of CONTAINER: prints the host's pid of its process 1; 0 when it does not run.
pid_of() {
  docker inspect --format '{{.State.Pid}}' "$1"
}

# listening PID: prints the ports open in the process's network namespace, over IPv4 or IPv6. 0B00007F is 127.0.0.11,
# Docker's resolver.
listening() {
  awk '$4 == "0A" && $2 !~ /^0B00007F:/ { split($2, local, ":"); print local[2] }' "/proc/$1/net/tcp" "/proc/$1/net/tcp6" |
    while read -r port; do echo $((16#$port)); done
}

# open_connections PID: prints established connections to its open ports, without the health check's own, from 127.0.0.1.
# Its own connections, to the database, are in the same tables; listening sockets come first in each.
open_connections() {
  awk '{ split($2, local, ":") }
    $4 == "0A" { open[local[2]] = 1 }
    $4 == "01" && open[local[2]] && $3 !~ /0100007F:/' "/proc/$1/net/tcp" "/proc/$1/net/tcp6"
}

# drain NAME [PORT]: refuses new connections and waits for the open ones, at most 20 s, the longest bingo gives a request.
drain() {
  local pid end=$((SECONDS + 20))
  # A minute is longer than draining, restart and the first answer take together.
  nft add element inet bingo draining "{ ${2:-$(port_of "$1")} timeout 60s }"
  pid=$(pid_of "$1")
  sleep 0.1
  while ((SECONDS < end)) && [[ -n $(open_connections "$pid" 2>/dev/null) ]]; do
    sleep 0.1
  done
}

# admit NAME: accepts new connections again.
admit() {
  nft delete element inet bingo draining "{ $(port_of "$1") }" 2>/dev/null || true
}

# await_answer NAME SECONDS: waits until it answers; status 1 when it does not. The drain does not stop this machine.
await_answer() {
  local end=$((SECONDS + $2))
  until answers "$ADDRESS:$(port_of "$1")"; do
    ((SECONDS < end)) || return 1
    sleep 0.1
  done
}

# restart NAME: TERM, and a second later KILL. Not at once: with --time 0 Docker sends KILL beside the exit on TERM, and on
# a busy machine took the one for a second exit, after the next life had begun; it then unmounted that one's root, and no
# health check passed any more (3 of 8 on a busy machine; with 2 s 0 of 12). Nor docker kill: Docker takes that for an
# operator's wish and leaves the container down.
restart() {
  timeout 15 docker restart --time 1 "$1" >/dev/null
}

# count SERIES: adds one to a counter for Prometheus. The file's name is the series, its content the value. On a full
# disk the count is lost and the caller goes on: with `set -e` it ended bingo-autoheal after each heal.
count() {
  local file=${STATE_DIRECTORY:?set by systemd}/$1
  local -i value
  value=$(cat "$file" 2>/dev/null || echo 0)
  { echo $((value + 1)) >"$file.new" && mv "$file.new" "$file"; } 2>/dev/null || true
}
