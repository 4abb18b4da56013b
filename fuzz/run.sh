#!/bin/sh
# Runs fuzz targets one after the other, each for MINUTES (10 unless told): fuzz/run.sh [TARGET...], all of them unless named.
# Stops at the first fault; the input that shows it lies in fuzz/artifacts/TARGET. ARGS are options of libFuzzer.
set -eu
cd "$(dirname "$0")"
export RUSTC_BOOTSTRAP=1 # for the sanitizers of `cargo fuzz`, should ARGS or a person ask for one

all="numbers units dates labels addresses definition delimited records sheets parts files wire rules"

[ -d corpus ] || RUSTFLAGS="--cfg fuzzing" cargo run --quiet --locked --example seeds

for target in ${*:-$all}; do
    case $target in
    numbers | units | dates | labels) options="-max_len=200 -dict=dictionaries/words.dict" ;;
    addresses) options="-max_len=64" ;;
    definition) options="-max_len=32768 -dict=dictionaries/definition.dict" ;;
    delimited) options="-max_len=16384" ;;
    records) options="-max_len=65536" ;;
    sheets) options="-max_len=8192 -dict=dictionaries/sheets.dict" ;;
    wire) options="-max_len=32768 -dict=dictionaries/sheets.dict" ;;
    parts) options="-max_len=65536 -dict=dictionaries/xml.dict" ;;
    files) options="-max_len=65536" ;;
    rules) options="-max_len=400 -dict=dictionaries/rules.dict" ;;
    *) echo "no target $target: $all" >&2 && exit 2 ;;
    esac
    mkdir -p "corpus/$target" "artifacts/$target"
    options="$options -timeout=10 -rss_limit_mb=2048 -max_total_time=$((${MINUTES:-10} * 60)) -print_final_stats=1"
    if [ "$target" = rules ]; then
        # Polars as it stands, with our code and the reader of SQL instrumented.
        RUSTC_WRAPPER=$PWD/rules/instrument.sh cargo build --release --locked --manifest-path rules/Cargo.toml
        "${CARGO_TARGET_DIR:-rules/target}/release/rules" "corpus/$target" $options \
            -artifact_prefix="artifacts/$target/" ${ARGS:-}
    else
        # Our code has no `unsafe`: without the sanitizer of addresses a target runs twice as often.
        cargo fuzz run -s none "$target" -- $options ${ARGS:-}
    fi
done
