#!/bin/sh
# Validates the data package of a run: tests/frictionless.sh OUT
# The validator is a Python package; it is kept in an environment of its own beneath the user's cache, made once a version.
set -eu

version=5.21.0
out=${1:?"usage: tests/frictionless.sh OUT (the folder that holds current/)"}
home=${XDG_CACHE_HOME:-$HOME/.cache}/tonghop/frictionless
venv=$home/$version

if [ ! -x "$venv/bin/frictionless" ]; then
    mkdir -p "$home"
    rm -rf "$venv"
    python3 -m venv "$venv"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "frictionless==$version"
fi

if [ -f "$out/current.txt" ]; then # a file system without links
    run=$out/$(cat "$out/current.txt")
else
    run=$out/current
fi
cd "$run"
exec "$venv/bin/frictionless" validate datapackage.json
