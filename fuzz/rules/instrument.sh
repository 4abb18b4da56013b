#!/bin/sh
# A RUSTC_WRAPPER: our crate and what reads SQL are instrumented for libFuzzer, the rest of Polars is built as ever.
rustc=$1
shift
case " $* " in
*" --crate-name tonghop "* | *" --crate-name polars_sql "* | *" --crate-name sqlparser "*)
    exec "$rustc" "$@" -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
        -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
        -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing
    ;;
*) exec "$rustc" "$@" ;;
esac
