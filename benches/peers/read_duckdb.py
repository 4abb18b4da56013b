"""DuckDB's excel extension. It reads one sheet a call and cannot list the sheets of a workbook, so their names are given."""

import duckdb
import job

SHEETS = ["Báo cáo", "Hướng dẫn", "Danh sách"]


def sheets_of(path):
    connection = connect()
    for sheet in SHEETS:
        try:
            found = connection.execute("FROM read_xlsx(?, sheet = ?, header = false, all_varchar = true, stop_at_empty = false)", [path, sheet])
            yield found.fetchall()
        except duckdb.Error as error:
            if "not found" not in str(error).lower():
                raise


def connect(kept=[]):  # noqa: B006, one connection a process
    if not kept:
        kept.append(duckdb.connect(config={"threads": 1}))
        kept[0].execute("LOAD excel")
    return kept[0]


if __name__ == "__main__":
    job.run(sheets_of, start="spawn")
