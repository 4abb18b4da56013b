#!/bin/sh
# Workbooks a second and peak memory over copies-with-changes of the sample: benches/throughput.sh [NUMBER] [RUNS]
set -eu

number=${1:-5000}
runs=${2:-3}
work=${XDG_CACHE_HOME:-$HOME/.cache}/tonghop/bench
target=${CARGO_TARGET_DIR:-target}

cargo build --release --quiet --locked --bin tonghop
mkdir -p "$work"
[ -e "$work/copies-$number/pipeline/branches.csv" ] || python3 benches/copies.py "$number" "$work/copies-$number"
exec python3 benches/throughput.py "$target/release/tonghop" "$work/copies-$number" "$work/out" "$runs"
