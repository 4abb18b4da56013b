#!/bin/sh
# Compares sampled facts with their cells as other libraries read them: tests/raw_cells.sh OUT INPUT [SAMPLE]
set -eu

here=$(dirname "$0")
venv=${XDG_CACHE_HOME:-$HOME/.cache}/tonghop/raw-cells/1

if [ ! -x "$venv/bin/python" ] || [ ! -e "$venv/.complete" ]; then
    rm -rf "$venv"
    python3 -m venv "$venv"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check openpyxl==3.1.5 xlrd==2.0.2
    touch "$venv/.complete"
fi
exec "$venv/bin/python" "$here/raw_cells.py" "$@"
