"""fastexcel: calamine into Arrow. A column that holds numbers and texts becomes text."""

import fastexcel
import job


def sheets_of(path):
    workbook = fastexcel.read_excel(path)
    for name in workbook.sheet_names:
        yield workbook.load_sheet(name, header_row=None).to_polars().iter_rows()


if __name__ == "__main__":
    job.run(sheets_of, start="spawn")  # Polars and fork do not go together
