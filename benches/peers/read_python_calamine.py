"""python-calamine: the Rust reader calamine, as lists of Python values."""

import job
from python_calamine import CalamineWorkbook


def sheets_of(path):
    workbook = CalamineWorkbook.from_path(path)
    for name in workbook.sheet_names:
        yield workbook.get_sheet_by_name(name).to_python()


if __name__ == "__main__":
    job.run(sheets_of)
