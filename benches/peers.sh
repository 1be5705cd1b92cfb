#!/bin/sh
# Other languages' peers over the same history, as whole processes: wall time and peak memory.
#
#   benches/peers.sh [FILE | MEGABYTES]      64 megabytes of messy history by default
#
# What isn't installed is left out, and named. Packages of node are looked for in benches/peers/node_modules
# and among the global ones.
set -u
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
cd "$root" || exit 2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT

case "${1:-64}" in
*[!0-9]*) history=$1 ;;
*)
    history=$work/history.jsonl
    cargo run --quiet --release -p taskcenter-cli -- generate --size "${1:-64}MB" --messes 0.3 --seed 42 \
        -o "$history" || exit 2
    ;;
esac
[ -r "$history" ] || { echo "cannot read $history" >&2; exit 2; }
NODE_PATH=$here/peers/node_modules:$(npm root -g 2>/dev/null)
export NODE_PATH

have() { command -v "$1" >/dev/null 2>&1; }
skip() { printf '%-34s not here: %s\n' "$1" "$2"; }

# measure COMMAND…: seconds and megabytes. GNU time where it is: Python's own memory hides that of small programs.
measure() {
    if /usr/bin/time -f '%e %M' true >/dev/null 2>&1; then
        /usr/bin/time -f '%e %M' -o "$work/numbers" "$@" >"$work/said" || return 1
        awk '{ printf "%s %.1f\n", $1, $2 * 1024 / 1e6 }' "$work/numbers"
    else
        python3 "$here/peers/measure.py" "$work/said" "$@"
    fi
}

# run NAME COMMAND…: the best of three, because a machine is only ever disturbed towards slower.
run() {
    name=$1
    shift
    best= memory= said=
    for _ in 1 2 3; do
        numbers=$(measure "$@") || { skip "$name" "it failed"; return; }
        seconds=${numbers% *}
        if [ -z "$best" ] || [ "$(printf '%s\n%s\n' "$seconds" "$best" | sort -g | head -n 1)" = "$seconds" ]; then
            best=$seconds memory=${numbers#* } said=$(tail -n 1 "$work/said" | cut -c 1-60)
        fi
    done
    printf '%-34s %8.2f s %8.1f MB   %s\n' "$name" "$best" "$memory" "$said"
}

have python3 || { echo "python3 is needed to measure" >&2; exit 2; }
printf '%s: %s bytes\n' "$(basename "$history")" "$(wc -c <"$history" | tr -d ' ')"

run "cat" sh -c 'cat "$1" >/dev/null' sh "$history"
program=${CARGO_TARGET_DIR:-target}/release/taskcenter
if [ -x "$program" ]; then
    # Denied records are no failure of the program.
    run "taskcenter check" sh -c '"$1" check --format json "$2" >/dev/null; [ $? -le 1 ]' sh "$program" "$history"
else
    skip "taskcenter check" "cargo build --release -p taskcenter-cli makes it"
fi
if have node; then
    run "node, JSON.parse alone" node "$here/peers/parse.cjs" "$history"
    if node -e 'require.resolve("ajv/dist/2020")' 2>/dev/null; then
        run "node, ajv" node "$here/peers/ajv.cjs" "$history" schemas
    else
        skip "node, ajv" "npm install --prefix benches/peers ajv"
    fi
else
    skip "node" "no node"
fi
run "python, json alone" python3 "$here/peers/parse.py" "$history"
for peer in pydantic jsonschema_rs; do
    if python3 -c "import $peer" 2>/dev/null; then
        run "python, $peer" python3 "$here/peers/$peer.peer.py" "$history" schemas
    else
        skip "python, $peer" "pip install $peer"
    fi
done
if have go; then
    (cd "$here/peers/go" && go build -o "$work/go-peer" .) && run "go, encoding/json" "$work/go-peer" "$history"
else
    skip "go, encoding/json" "no go"
fi
if have duckdb; then
    run "duckdb" sh -c 'sed "s|HISTORY|$1|" "$2" | duckdb -csv -noheader' sh "$history" "$here/peers/duckdb.sql"
elif python3 -c 'import duckdb' 2>/dev/null; then
    run "duckdb, by its python package" python3 -c \
        'import duckdb, sys; [print(*row) for row in duckdb.sql(open(sys.argv[2]).read().replace("HISTORY", sys.argv[1])).fetchall()]' \
        "$history" "$here/peers/duckdb.sql"
else
    skip "duckdb" "no duckdb"
fi
if have jq; then
    run "jq" jq -n -f "$here/peers/count.jq" -c "$history"
else
    skip "jq" "no jq"
fi
# Python's package has a program of the same name.
if have jsonschema && jsonschema help 2>/dev/null | grep -qi 'json schema cli'; then
    # It says which lines fail, and ends with an error where one does.
    run "sourcemeta's jsonschema" sh -c \
        'jsonschema validate --fast --resolve schemas "$1" "$2" >/dev/null 2>&1; [ $? -le 2 ]' \
        sh "$here/peers/any.schema.json" "$history"
else
    skip "sourcemeta's jsonschema" "not the program of that name on the path"
fi
