#!/usr/bin/env bash
# policy-rc.d [OPTION...] SERVICE ACTION: asked by packages before they start, stop or restart a service (invoke-rc.d(8)).
#
# While bingo-update installs, the services that users depend on (HELD) are left alone, and noted in /run/bingo-held. At
# other times packages do as they like, with one exception: a package's own way to upgrade such a service while it runs.
# nginx has one, and most of HTTP/3 does not survive it (see the edge's bingo-renew).
set -euo pipefail

readonly noted=/run/bingo-held allowed=0 forbidden=101
HELD=
# shellcheck source=/dev/null
[[ ! -e /etc/bingo/role.env ]] || source /etc/bingo/role.env

while [[ ${1:-} == --* ]]; do shift; done
name=${1%.service} action=${2:-}

for unit in $HELD; do
  [[ ${unit%@*} == "${name%@*}" ]] || continue
  if [[ -e $noted ]]; then
    echo "$unit" >>"$noted"
  elif [[ $action == upgrade ]]; then
    echo "$unit: renewing" >&2
    /usr/local/sbin/bingo-renew "$unit" >&2 || echo "$unit: the old program runs on: see above" >&2
  else
    exit "$allowed"
  fi
  exit "$forbidden"
done
exit "$allowed"
