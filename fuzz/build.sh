#!/usr/bin/env bash
# Builds the fuzz targets with the toolchain that is installed, stable or not, as `cargo fuzz build -s none`
# does: coverage for libFuzzer to look at, and no sanitizer, since there is no unsafe code to look after.
# Prints the folder of the programs.
set -euo pipefail
cd "$(dirname "$0")"

command -v c++ >/dev/null || { echo 'libFuzzer needs a C++ compiler: apt-get install g++' >&2; exit 1; }
host=$(rustc -vV | sed -n 's/^host: //p')
export RUSTFLAGS="--cfg fuzzing" RUSTC_WRAPPER="$PWD/instrument.sh"
# With a target, the flags are for it alone and not for build scripts.
profile=${FUZZ_PROFILE:-release}
cargo build --locked --profile "$profile" --bins --target "$host" >&2
target=${CARGO_TARGET_DIR:-target}
(cd "$target/$host/$profile" && pwd)
