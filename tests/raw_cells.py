"""Opens the workbooks behind facts.csv with another library and compares: every sampled fact's raw text must be what the cell holds.

Usage: raw_cells.py OUT INPUT [SAMPLE]

openpyxl reads xlsx and xlsm, xlrd reads xls, pyxlsb reads xlsb, the standard library reads csv. Files that none of them opens (ods,
damaged files) are counted, not compared. Exits with 1 at the first difference, and when fewer than half of the facts could be compared.
"""

import csv
import datetime
import pathlib
import random
import re
import sys
import unicodedata

import openpyxl
import xlrd
from openpyxl.utils.datetime import to_excel


def column_number(letters):
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def split_address(address):
    letters, row = re.fullmatch(r"([A-Z]+)(\d+)", address).groups()
    return int(row), column_number(letters)


def is_computed(fact):
    """Whether a fact was summed or counted from several cells: of one sheet, or of several, whose ranges stand behind the label."""
    return ":" in fact["cell"] or re.search(r"; .+![A-Z]+\d+(:[A-Z]+\d+)?$", fact["label"]) is not None


class Xlsx:
    def __init__(self, path):
        with open(path, "rb") as file:
            self.book = openpyxl.load_workbook(file, data_only=True)

    def cell(self, sheet, row, column):
        return self.book[sheet].cell(row, column).value


class Xls:
    def __init__(self, path):
        self.book = xlrd.open_workbook(path)

    def cell(self, sheet, row, column):
        return self.book.sheet_by_name(sheet).cell_value(row - 1, column - 1)


def open_book(path):
    head = path.read_bytes()[:8]
    if head.startswith(b"PK"):
        # openpyxl judges by the name; a copy of the handle does not.
        return Xlsx(path)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return Xls(path)
    return None


def plain(value):
    """What the cell holds, in the form of the column `raw`."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (datetime.datetime, datetime.date)):
        return value.isoformat()[:10]
    if isinstance(value, (int, float)):
        return value
    return str(value)


def normalised(value):
    """A text or date indicator has its value in `raw` in a normal form: ISO dates; NFC and single blanks for text."""
    if not isinstance(value, str):
        return value
    visible = re.sub("[\u200b\u200c\u200d\u2060\ufeff]", "", unicodedata.normalize("NFC", value))
    text = " ".join(visible.split())
    day = re.search(r"(\d{1,2})\D+(\d{1,2})\D+(\d{4})\D*$", text)
    if day and not re.match(r"\d{4}-", text):
        return f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}"
    return text


def same(raw, value):
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        try:
            return float(raw) == float(value)
        except ValueError:
            return False
    return raw == value.replace("\r\n", "\n")


def unguarded(raw):
    """Undoes the apostrophe that keeps a spreadsheet from taking the text for a formula."""
    return raw[1:] if re.match(r"'['=+\-@\t\r]", raw) else raw


def main():
    out, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    size = int(sys.argv[3]) if len(sys.argv) > 3 else 400
    with open(out / "current" / "facts.csv", encoding="utf-8-sig", newline="") as file:
        reported = [fact for fact in csv.DictReader(file) if fact["origin"] == "reported"]
    # What was computed from a range of records is in no cell.
    facts = [fact for fact in reported if not is_computed(fact)]
    random.Random(2023).shuffle(facts)
    books, compared, unopened = {}, 0, 0
    for fact in facts[:size]:
        name = fact["source_file"]
        if name not in books:
            try:
                books[name] = open_book(folder / name)
            except Exception as error:  # noqa: BLE001 - another library may refuse what ours reads
                print(f"not opened: {name}: {error}")
                books[name] = None
        if books[name] is None:
            unopened += 1
            continue
        cell = books[name].cell(fact["sheet"], *split_address(fact["cell"]))
        if isinstance(cell, datetime.datetime) and re.fullmatch(r"[\d.]+", fact["raw"]):
            cell = to_excel(cell)  # a date where a number belongs: the fact holds the serial that is stored
        value = plain(cell)
        raw = unguarded(fact["raw"])
        # A text in a legacy font has its Unicode form in the fact; the other libraries do not decode it.
        is_decoded = re.search(r"\b(tcvn3|vni)\b", fact["transforms"]) is not None
        is_normal_form = fact["value"] == "" and (is_decoded or raw == normalised(value))
        if not is_normal_form and not same(raw, value):
            print(f"{name} {fact['sheet']}!{fact['cell']}: fact says {fact['raw']!r}, the workbook holds {value!r}")
            return 1
        compared += 1
    print(f"{compared} facts compared, {unopened} in files that no other library here opens")
    return 0 if compared * 2 >= min(size, len(facts)) else 1


if __name__ == "__main__":
    sys.exit(main())
