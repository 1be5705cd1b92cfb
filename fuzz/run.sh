#!/usr/bin/env bash
# Runs every fuzz target, or those that are named, for so many executions each: ./run.sh 10000 [TARGET…]
# What is found stands in fuzz/artifacts/TARGET. The seeds are executions too, so that fewer executions than seeds
# change nothing in them: FUZZ_SEEDS=10 takes every tenth body of the corpus alone.
set -euo pipefail
cd "$(dirname "$0")"

runs=$1
shift
programs=$(./build.sh)
[ $# -gt 0 ] || set -- $(sed -n 's/^name = "\(.*\)"$/\1/p' Cargo.toml | tail -n +2)
[ -z "${FUZZ_SEEDS:-}" ] || rm -rf corpus
python3 seed.py "${FUZZ_SEEDS:-1}"
for target in "$@"; do
  mkdir -p "artifacts/$target"
  log=$(mktemp)
  # What makes a seed longer than this isn't looked for here.
  if ! "$programs/$target" -runs="$runs" -seed=1 -max_len=4096 -timeout=20 -rss_limit_mb=2048 -dict=words.dict \
    -artifact_prefix="artifacts/$target/" -print_final_stats=1 "corpus/$target" 2>"$log"; then
    grep -v '^#' "$log" | tail -n 60 >&2
    echo "fuzz target $target found something: fuzz/artifacts/$target" >&2
    exit 1
  fi
  sed -n "s/^stat::number_of_executed_units: */$target: executions: /p" "$log"
  rm -f "$log"
done
