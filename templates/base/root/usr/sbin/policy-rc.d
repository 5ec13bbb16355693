#!/usr/bin/env bash
# policy-rc.d [OPTION...] SERVICE ACTION: asked by packages before they start, stop or restart a service (invoke-rc.d(8)).
#
# While /run/bingo-hold lists services (patterns), these are left alone, and noted in /run/bingo-held: whoever wrote the
# list begins or renews them afterwards. Without it packages do as they like, with one exception: a package's own way to
# upgrade a service that users depend on while it runs. nginx has one, and most of HTTP/3 does not survive it (see the
# edge's bingo-renew).
set -euo pipefail

readonly listed=/run/bingo-hold noted=/run/bingo-held allowed=0 forbidden=101
HELD=
# shellcheck source=/dev/null
[[ ! -e /etc/bingo/role.env ]] || source /etc/bingo/role.env

while [[ ${1:-} == --* ]]; do shift; done
name=${1%.service} action=${2:-}

# named_by SERVICES: whether the asked service is one of these.
named_by() {
  local unit units
  read -ra units <<<"$1"
  for unit in "${units[@]}"; do
    # shellcheck disable=SC2053 # a pattern
    [[ ${name%@*} != ${unit%@*} ]] || { named=$unit && return 0; }
  done
  return 1
}

if [[ -e $listed ]]; then
  named_by "$(<"$listed")" || exit "$allowed"
  echo "$named" >>"$noted"
  exit "$forbidden"
fi
if [[ $action != upgrade ]] || ! named_by "$HELD"; then exit "$allowed"; fi
echo "$name: renewing" >&2
/usr/local/sbin/bingo-renew "$name" >&2 || echo "$name: the old program runs on: see above" >&2
exit "$forbidden"
