#!/bin/sh
# Instructions of the reader alone against calamine's streaming reader, one thread, the same workbooks: benches/instructions.sh [NUMBER]
# Counted with valgrind, so the figures repeat. READER names a program that is built already.
set -eu

number=${1:-60}
target=${CARGO_TARGET_DIR:-target}
cache=${XDG_CACHE_HOME:-$HOME/.cache}/tonghop/bench
command -v valgrind >/dev/null || { echo "valgrind is needed" >&2; exit 1; }
if [ -z "${READER:-}" ]; then
    cargo build --release --quiet --locked --no-default-features --example reader
    READER=$target/release/examples/reader
fi
folder=$(python3 -B -c "
import sys; sys.path.insert(0, 'benches')
import bench; print(bench.corpus('small', $number, 0))")

count() {
    valgrind --tool=callgrind --callgrind-out-file="$cache/callgrind.$1" "$READER" "$1" "$folder/workbooks" 2>"$cache/callgrind.log" >"$cache/cells.$1"
    sed -n 's/.*Collected : *//p' "$cache/callgrind.log"
}

bytes=$(count bytes)
own=$(count own)
calamine=$(count calamine)
echo "own:      $((own - bytes)) instructions, $(cat "$cache/cells.own")"
echo "calamine: $((calamine - bytes)) instructions, $(cat "$cache/cells.calamine")"
awk "BEGIN { printf \"calamine / own: %.2f\n\", ($calamine - $bytes) / ($own - $bytes) }"
echo "callgrind_annotate $cache/callgrind.own tells where they go"
