#!/bin/sh
# The hook of .pre-commit-hooks.yaml: builds the program once, where pre-commit keeps this repository.
set -eu
root=$(dirname "$0")/..
cargo build --quiet --locked --release --manifest-path "$root/Cargo.toml" --target-dir "$root/target" -p taskcenter-cli >&2
exec "$root/target/release/taskcenter" check "$@"
