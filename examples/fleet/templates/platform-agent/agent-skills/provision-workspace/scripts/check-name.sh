#!/bin/sh
# Checks the name of a new agent. usage: check-name.sh NAME; exit 0 when it is legal, 1 with a reason when it is not.
set -eu
name=${1:?usage: check-name.sh NAME}

fail() {
  echo "check-name: $name: $1" >&2
  exit 1
}

case $name in
*[!a-z0-9-]*) fail "only a-z, 0-9 and - (it becomes a host name)" ;;
-* | *-) fail "may not begin or end with - (RFC 1123)" ;;
concierge-* | engineer-* | reviewer-*) ;;
*) fail "must begin with its type: concierge-, engineer- or reviewer-" ;;
esac
[ "${#name}" -le 63 ] || fail "at most 63 characters (RFC 1123)"
