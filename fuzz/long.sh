#!/usr/bin/env bash
# Runs the fuzz targets in turn, a slice of two minutes each, for so many hours, on one core: ./long.sh 8 [TARGET…]
# A target may be named more than once, to have more of the time: ./long.sh 8 read read read bulk
# One that found something rests until the next start. Executions stand in fuzz/long.tsv.
set -euo pipefail
cd "$(dirname "$0")"

until=$(($(date +%s) + $1 * 3600))
shift
programs=$(./build.sh)
[ $# -gt 0 ] || set -- $(sed -n 's/^name = "\(.*\)"$/\1/p' Cargo.toml | tail -n +2)
python3 seed.py
declare -A resting=()
round=0
while [ "$(date +%s)" -lt "$until" ] && [ "${#resting[@]}" -lt "$(printf '%s\n' "$@" | sort -u | wc -l)" ]; do
  # Short bodies for volume, and long ones every fourth round. A schema is long before it says anything.
  round=$((round + 1))
  longest=$([ $((round % 4)) -eq 0 ] && echo 4096 || echo 600)
  for target in "$@"; do
    [ -z "${resting[$target]:-}" ] || continue
    mkdir -p "artifacts/$target"
    log=$(mktemp)
    # Weighing the rare features of each execution costs libFuzzer more than the reader takes for the body.
    nice -n 19 "$programs/$target" -max_total_time="${SLICE:-120}" -timeout=60 -rss_limit_mb=2048 \
      -max_len="$([ "$target" = schema ] && echo 4096 || echo "$longest")" -entropic=0 -reduce_inputs=0 \
      -dict=words.dict -artifact_prefix="artifacts/$target/" -print_final_stats=1 "corpus/$target" 2>"$log" || {
      resting[$target]=yes
      grep -av '^#' "$log" | tail -n 40
    }
    sed -n "s/^stat::number_of_executed_units: */$(date +%FT%T)\t$target\t/p" "$log" >>long.tsv
    rm -f "$log"
  done
done
awk -F'\t' '{ sum[$2] += $3 } END { for (target in sum) print target ": executions: " sum[target] }' long.tsv
