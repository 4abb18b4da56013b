"""polars.read_excel with its fastest engine. A column that holds numbers and texts becomes text."""

import job
import polars


def sheets_of(path):
    for frame in polars.read_excel(path, sheet_id=0, engine="calamine", has_header=False).values():
        yield frame.iter_rows()


if __name__ == "__main__":
    job.run(sheets_of, start="spawn")  # Polars and fork do not go together
