#!/bin/sh
# This program against its peers and its limits: benches/bench.sh [--quick] [--rounds N] [--only small,tall,large] [--peers NAME,...]
# TONGHOP and LIMITS name programs that are built already.
set -eu

target=${CARGO_TARGET_DIR:-target}
if [ -z "${TONGHOP:-}" ]; then
    cargo build --release --quiet --locked --bin tonghop
    TONGHOP=$target/release/tonghop
fi
if [ -z "${LIMITS:-}" ]; then
    cargo build --release --quiet --locked --no-default-features --example limits
    LIMITS=$target/release/examples/limits
fi
exec python3 -B benches/bench.py "$TONGHOP" "$LIMITS" "$@"
