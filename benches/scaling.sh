#!/bin/sh
# The program as a whole: `check` against `cat`, two threads against one, time against size, and peak memory.
#
#   benches/scaling.sh [MEGABYTES]      256 megabytes of clean history by default
#
# Wall time, the best of several runs, because a machine is only ever disturbed towards slower. Run it on a quiet
# machine with two cores or more.
set -u
root=$(dirname "$(cd "$(dirname "$0")" && pwd)")
cd "$root" || exit 2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
largest=${1:-256}

cargo build --quiet --release --locked -p taskcenter-cli || exit 2
program=${CARGO_TARGET_DIR:-target}/release/taskcenter
have_python() { command -v python3 >/dev/null 2>&1; }
have_python || { echo "python3 is needed to measure" >&2; exit 2; }

# best COMMAND…: the seconds of the fastest of nine runs, and the megabytes of the largest.
best() {
    python3 - "$@" <<'END'
import os, subprocess, sys, time
seconds, memory = [], 0
for _ in range(9):
    start = time.perf_counter()
    child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    seconds.append(time.perf_counter() - start)
    memory = max(memory, usage.ru_maxrss * 1024)
    if os.waitstatus_to_exitcode(status) > 1:
        sys.exit(f"{sys.argv[1:]} failed")
print(f"{min(seconds):.4f} {memory / 1e6:.1f}")
END
}

quotient() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f\n", a / b }'; }

history=$work/history.jsonl
points=
megabytes=1
while [ "$megabytes" -le "$largest" ]; do
    "$program" generate --size "${megabytes}MB" --seed 42 -o "$history" || exit 2
    measured=$(best "$program" check --quiet "$history") || exit 1
    printf 'check  %4s MB  %8s s  %6s MB of memory\n' "$megabytes" "${measured% *}" "${measured#* }"
    points="$points $megabytes ${measured% *}"
    megabytes=$((megabytes * 4))
done
two=$(best "$program" check --jobs 2 "$history")
one=$(best "$program" check --jobs 1 "$history")
cat=$(best cat "$history")
size=$(wc -c <"$history" | awk '{ print $1 / 1e6 }')
echo "over $size MB, all findings shown: cat ${cat% *} s, check --jobs 2 ${two% *} s, check --jobs 1 ${one% *} s"
echo "ratio check/cat $(quotient "${two% *}" "${cat% *}")"
echo "ratio two threads/one $(quotient "${one% *}" "${two% *}")"
echo "peak memory ${two#* } MB"
# The slope of a straight line through the logarithms, by least squares.
echo "$points" | awk '{
    for (i = 1; i < NF; i += 2) { x = log($i); y = log($(i + 1)); n++; sx += x; sy += y; sxx += x * x; sxy += x * y }
    printf "exponent of time against size %.3f\n", (n * sxy - sx * sy) / (n * sxx - sx * sx)
}'
