"""The job that every peer does: read every sheet, find the header, parse Vietnamese numbers, sum per label, write a CSV.

A peer only says how it turns a file into sheets of rows, with the code that its users write; the rest is here, so that the peers differ in
nothing but their reader. Every peer gets a pool of as many processes as there are cores, also those whose users seldom write one.

Usage of a peer: read_x.py FOLDER OUT JOBS [ONLY]; with ONLY, that many of the files, evenly spread.
"""

import csv
import functools
import multiprocessing
import pathlib
import re
import sys

LABEL, COLUMNS = "Nội dung", ("Kế hoạch", "Kết quả")
# Nobody looks for a header further down.
HEADER_WITHIN = 100
GROUPED = re.compile(r"-?\d{1,3}(\.\d{3})+")


def number(value):
    """The number in a cell, or nothing: `1.250,5` is 1250.5, `1.250` is 1250, `-` is nothing."""
    if isinstance(value, (int, float)):
        return None if isinstance(value, bool) or value != value else value
    if not isinstance(value, str):
        return None
    text = value.strip()
    if "," in text:
        text = text.replace(".", "").replace(",", ".")
    elif GROUPED.fullmatch(text):
        text = text.replace(".", "")
    try:
        return float(text)
    except ValueError:
        return None


def header(row):
    """Places of the label and of the columns of values, where a row has both."""
    places = {value.strip(): at for at, value in enumerate(row) if isinstance(value, str)}
    columns = [places.get(name) for name in COLUMNS]
    return (places[LABEL], columns) if LABEL in places and columns[-1] is not None else None


def add_sheet(rows, sums):
    rows = iter(rows)
    found = next(filter(None, (header(row) for row, _ in zip(rows, range(HEADER_WITHIN)))), None)
    if found is None:
        return
    label_at, columns = found
    for row in rows:
        label = row[label_at]
        if not isinstance(label, str):
            continue
        for order, at in enumerate(columns):
            value = None if at is None else number(row[at])
            if value is not None:
                sums.setdefault(label.strip(), [0, 0])[order] += value


def sums_of(sheets_of, path):
    """Sums of one workbook."""
    sums = {}
    for rows in sheets_of(path):
        add_sheet(rows, sums)
    return sums


def run(sheets_of, start="fork"):
    """The whole program of a peer. `start` is how its library allows processes to be started."""
    folder, out, jobs = pathlib.Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    files = sorted(str(path) for path in folder.rglob("*.xlsx"))
    if len(sys.argv) > 4:
        files = files[:: max(1, len(files) // int(sys.argv[4]))][: int(sys.argv[4])]
    one = functools.partial(sums_of, sheets_of)
    totals = {}
    if len(files) == 1:
        add(totals, one(files[0]))
    else:
        with multiprocessing.get_context(start).Pool(jobs) as pool:
            for sums in pool.imap_unordered(one, files, chunksize=16 if len(files) > 500 else 1):
                add(totals, sums)
            pool.close()
            pool.join()
    write(totals, out)


def add(totals, sums):
    for label, values in sums.items():
        known = totals.setdefault(label, [0, 0])
        for order, value in enumerate(values):
            known[order] += value


def write(totals, out):
    with open(out, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["label", "plan", "value"])
        writer.writerows([label, *values] for label, values in sorted(totals.items()))
