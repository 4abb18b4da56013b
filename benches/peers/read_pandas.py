"""pandas.read_excel with openpyxl, its default engine."""

import job
import pandas


def sheets_of(path):
    for frame in pandas.read_excel(path, sheet_name=None, header=None, engine="openpyxl").values():
        yield frame.itertuples(index=False, name=None)


if __name__ == "__main__":
    job.run(sheets_of)
