#!/bin/sh
# Makes again what no Rust crate writes: xls workbooks and a password-protected one, from the generator's own xlsx.
# Needs LibreOffice (soffice) and Python with msoffcrypto-tool 6. Run it from the root of the repository after the
# generator has said that these files are stale; then run the generator.
set -eu
here=sample_data/made-once
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cargo run --quiet --no-default-features --example sample -- --sources "$work"

# BIFF8, fonts kept. LibreOffice writes the name that it is given: the original's capitals come back afterwards.
for name in "SO05 - So KHDT.xls" "SO13_BC_DOAN.XLS" "C10 Harbour Clinic 2024.xls"; do
    soffice --headless "-env:UserInstallation=file://$work/profile" \
        --convert-to xls:"MS Excel 97" --outdir "$work/out" "$work/${name%.*}.xlsx"
    mv "$work/out/${name%.*}.xls" "$here/$name"
done

# Agile encryption, as Excel 2010 and later; the password is the unit's code.
python3 - "$work/Vietcombank.xlsx" "$here/Vietcombank.xlsx" <<'PYTHON'
import sys
from msoffcrypto.format.ooxml import OOXMLFile
with open(sys.argv[1], "rb") as plain, open(sys.argv[2], "wb") as locked:
    OOXMLFile(plain).encrypt("NH04", locked)
PYTHON
