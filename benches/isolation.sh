#!/bin/sh
# What worker processes cost over small workbooks: benches/isolation.sh [NUMBER] [ROUNDS]
# PYTHON names a Python that has xlwt, XlsxWriter and openpyxl.
set -eu

number=${1:-5000}
rounds=${2:-9}
python=${PYTHON:-python3}
folder=${XDG_CACHE_HOME:-$HOME/.cache}/tonghop/bench/isolation-$number
target=${CARGO_TARGET_DIR:-target}

cargo build --release --quiet --locked --no-default-features --example isolation
for kind in xls xlsx; do
    [ -e "$folder/$kind/truth.csv" ] || "$python" -B benches/corpus/make.py "$([ $kind = xls ] && echo xls || echo small)" "$number" 0 "$folder/$kind"
done
exec "$python" -B benches/isolation.py "$target/release/examples/isolation" "$folder" "$rounds"
