#!/bin/sh
# How often does a command fail? usage: rate.sh RUNS COMMAND…; keeps the output of each failing run in ./flaky/.
set -u
runs=${1:?usage: rate.sh RUNS COMMAND…}
shift
mkdir -p flaky
failed=0
run=1
while [ "$run" -le "$runs" ]; do
  if "$@" >"flaky/$run.log" 2>&1; then
    rm "flaky/$run.log"
  else
    failed=$((failed + 1))
  fi
  run=$((run + 1))
done
echo "$failed of $runs runs failed"
