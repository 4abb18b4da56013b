"""Makes a large folder out of the sample: copies with changes, each of a branch of its own, and the pipeline that knows them.

Usage: copies.py NUMBER OUT [SAMPLE] [PIPELINE]

OUT/pipeline gets the definition with a register of the copied branches, OUT/workbooks the files. In an xlsx copy the branch's names and
code are replaced by the copy's, and plain integers move by a few units, so that no two copies say the same. Files of other formats, and
those that nobody can read, are copied as they are: duplicates, as an office gets them. The same arguments give the same bytes.
"""

import csv
import io
import pathlib
import re
import shutil
import sys
import zipfile

FIXED_TIME = (2023, 12, 5, 8, 0, 0)
NUMBER_CELL = re.compile(rb'(<c r="[A-Z]+\d+"(?: s="\d+")?>\s*<v>)(\d{1,3})(</v>)')


def register(pipeline):
    with open(pipeline / "branches.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def names_of(branch):
    names = [branch["name"], branch["code"]] + [name for name in branch["aliases"].split(";") if name]
    return sorted({escaped(name).encode() for name in names}, key=len, reverse=True)


def changed(data, branch, code, shift):
    """The workbook as another branch would send it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            part = old.read(entry)
            if entry.filename.endswith(".xml"):
                for name in names_of(branch):
                    part = part.replace(b">" + name, b">" + code).replace(b": " + name, b": " + code)
                if "worksheets/" in entry.filename:
                    part = NUMBER_CELL.sub(lambda m: m[1] + str(int(m[2]) + shift).encode() + m[3], part)
            new.writestr(zipfile.ZipInfo(entry.filename, FIXED_TIME), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def owners_of(sample):
    """Which branch each file of the sample belongs to, from its ledger."""
    ledger = sample.parent / f"submissions-{sample.name}.csv"
    with open(ledger, encoding="utf-8", newline="") as file:
        return {row["source_file"]: row["branch"] for row in csv.DictReader(file) if row["status"] == "accepted"}


def main():
    number, out = int(sys.argv[1]), pathlib.Path(sys.argv[2])
    sample = pathlib.Path(sys.argv[3] if len(sys.argv) > 3 else "sample_data/doan-khoi/2023")
    pipeline = pathlib.Path(sys.argv[4] if len(sys.argv) > 4 else "pipelines/doan-khoi")
    branches = {branch["code"]: branch for branch in register(pipeline)}
    owners = owners_of(sample)
    files = sorted(path for path in sample.rglob("*") if path.is_file())
    shutil.rmtree(out, ignore_errors=True)
    (out / "pipeline").mkdir(parents=True)
    shutil.copy(pipeline / "pipeline.toml", out / "pipeline")
    rows, written, copy = [], 0, 0
    while written < number:
        for path in files:
            if written == number:
                break
            relative = path.relative_to(sample).as_posix()
            target = out / "workbooks" / f"{copy:04}" / relative
            target.parent.mkdir(parents=True, exist_ok=True)
            data, branch = path.read_bytes(), branches.get(owners.get(relative))
            if branch and data[:2] == b"PK" and b"xl/worksheets/sheet1.xml" in data:
                code = f"ZZ{written:06}"
                rows.append({**branch, "code": code, "name": f"{branch['name']} {code}", "aliases": "", "parent": ""})
                data = changed(data, branch, code.encode(), copy)
            target.write_bytes(data)
            written += 1
        copy += 1
    with open(out / "pipeline" / "branches.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=next(iter(branches.values())).keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
