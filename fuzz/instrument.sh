#!/usr/bin/env bash
# Calls rustc for cargo (RUSTC_WRAPPER), and has it count for libFuzzer what runs in our own crates alone: libFuzzer goes
# through all the counters after each execution, and those of a validator tell it nothing of the reader. Comparisons
# aren't traced: words.dict has what they would find, and they cost as much as the reader itself.
set -euo pipefail

case " $* " in
  *' --crate-name taskcenter'*)
    exec "$@" -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
      -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
      -Cllvm-args=-simplifycfg-branch-fold-threshold=0
    ;;
  *) exec "$@" ;;
esac
