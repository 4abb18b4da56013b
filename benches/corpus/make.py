"""Makes the corpora of the bench, each with the pipeline that describes it and the sums that every program has to arrive at.

Usage: make.py KIND NUMBER ROWS OUT

| kind  | workbooks | what is in them |
|-------|-----------|-----------------|
| small | NUMBER    | a form of 56 indicators in 9 columns, and a sheet of guidance (ROWS is not used) |
| tall  | NUMBER    | a form of ROWS indicators in 6 columns |
| xls   | NUMBER    | the form of `small` as Excel 97 workbooks |
| large | 1         | the form of `small`, and a list of ROWS members in 12 columns that no indicator asks for |

A form has one row for each indicator, so a `large` workbook of nothing but indicators would be a form with 500,000 questions, which nobody
sends. A branch that appends its list of members is common: every cell has to be read, looked at and accounted for, none becomes a fact.

OUT gets `pipeline/`, `workbooks/` and `truth.csv`. The same arguments give the same cells; openpyxl stamps its files with the time.
"""

import csv
import multiprocessing
import os
import pathlib
import random
import shutil
import sys

import forms
import writers

FILES_A_FOLDER = 500


def asked_of(kind, rows):
    return forms.indicators(rows if kind == "tall" else 56)


def write_one(task):
    """Writes one workbook; returns its sums."""
    kind, number, rows, out = task
    who = forms.branch(kind, number)
    chance = random.Random(f"{forms.SEED}:{kind}:{number}")
    ending = "xls" if kind == "xls" else "xlsx"
    report = forms.tall_report if kind == "tall" else forms.small_report
    sheets, sums = report(asked_of(kind, rows), who, chance)
    path = out / "workbooks" / f"{number // FILES_A_FOLDER:03}" / f"{who[0]} - Bao cao nam {forms.YEAR}.{ending}"
    if kind == "large":
        write_large(path, sheets, rows, chance)
    elif kind == "xls":
        import excel97

        excel97.write(path, sheets)
    else:
        path.write_bytes(writers.WRITERS[number % len(writers.WRITERS)](sheets))
    return sums


def write_large(path, sheets, rows, chance):
    """As LibreOffice writes it, because its rows need not be held."""
    report = sheets[0]
    book = writers.LibreOfficeFile(path, [report.name, "Danh sách"])
    book.sheet(report.rows.items(), report.widths, report.merges, f"A1:I{max(report.rows) + 1}")
    listed = ((row, [(column, *cell) for column, cell in enumerate(cells)]) for row, cells in enumerate(forms.list_rows(rows, chance)))
    book.sheet(listed, {column: 14 for column in range(len(forms.LIST_HEADER))}, [], f"A1:L{rows + 1}")
    book.close()


def write_pipeline(kind, number, asked, folder):
    columns = 'plan   = ["Kế hoạch"]\n' if kind != "tall" else ""
    measure = '[[measure]]\nid    = "plan"\nlabel = { vi = "Kế hoạch", en = "Plan" }\n\n' if kind != "tall" else ""
    text = f"""id     = "bench-{kind}"
locale = "vi"
period = "year"
periods = ["{forms.YEAR}"]
title  = {{ vi = "Báo cáo công tác Đoàn", en = "Yearly report" }}
groups = ["sector"]

[submission]
branch = [{{ right_of = "Mã đơn vị" }}, {{ right_of = "Đơn vị báo cáo" }}, {{ file_name = '^(?<code>[A-Z]{{2}}\\d{{5}}) ' }}]
period = [{{ right_of = "Kỳ báo cáo" }}, {{ title = '(?i)(?<period>năm \\d{{4}})' }}]
date   = [{{ right_of = "Ngày báo cáo" }}]
due    = "{forms.YEAR}-12-10"

{measure}[[sheet]]
id     = "report"
named  = ["Báo cáo"]
layout = "form"
label  = ["Nội dung"]
code   = ["Mã số"]
unit   = ["ĐVT"]
value  = ["Kết quả"]
{columns}"""
    (folder / "pipeline.toml").write_text(text + "".join(map(indicator_entry, asked)), encoding="utf-8")
    with open(folder / "branches.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["code", "name", "sector", "level", "members"])
        for at in range(number):
            code, name, sector, size = forms.branch(kind, at)
            writer.writerow([code, name, sector, "grassroots", size])


def indicator_entry(indicator):
    kind, unit = ("money", 'unit = "đồng"\nasked_in = "triệu đồng"') if indicator.is_money else ("count", f'unit = "{indicator.unit}"')
    return f'\n[[indicator]]\nid = "{indicator.id}"\ncode = "{indicator.code}"\nlabel = "{indicator.label}"\nkind = "{kind}"\n{unit}\n'


def write_truth(asked, sums, path):
    """Sums of both columns in tenths of the form's unit, and how many base units that is."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["id", "label", "scale", "plan_tenths", "value_tenths"])
        for indicator, (plan, value) in zip(asked, sums, strict=True):
            writer.writerow([indicator.id, indicator.label, indicator.scale, plan, value])


def main():
    kind, number, rows, out = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), pathlib.Path(sys.argv[4])
    number = 1 if kind == "large" else number
    asked = asked_of(kind, rows)
    shutil.rmtree(out, ignore_errors=True)
    (out / "pipeline").mkdir(parents=True)
    for folder in range((number - 1) // FILES_A_FOLDER + 1):
        (out / "workbooks" / f"{folder:03}").mkdir(parents=True)
    write_pipeline(kind, number, asked, out / "pipeline")
    tasks = [(kind, at, rows, out) for at in range(number)]
    sums = [[0, 0] for _ in asked]
    with multiprocessing.Pool(len(os.sched_getaffinity(0))) as pool:
        for found in pool.imap_unordered(write_one, tasks, chunksize=1 if number < 1000 else 16):
            sums = [(plan + p, value + v) for (plan, value), (p, v) in zip(sums, found, strict=True)]
        pool.close()
        pool.join()
    write_truth(asked, sums, out / "truth.csv")


if __name__ == "__main__":
    main()
