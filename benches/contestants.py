"""Who is measured, in which version, on how much, and what each leaves out.

A peer whose `of` is given reads only so many workbooks of a corpus; a second run over a few gives its time to start, and the rest is scaled.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Peer:
    name: str
    script: str
    packages: tuple
    lacks: str
    of: dict = field(default_factory=dict)
    # Run once after the environment is made, for what pip cannot install.
    after: str = ""


SUMS_ONLY = "sums only"
PEERS = [
    Peer("python-calamine, pool", "read_python_calamine.py", ("python-calamine==0.9.1",), SUMS_ONLY),
    Peer("fastexcel, pool", "read_fastexcel.py", ("fastexcel==0.21.0", "polars==2.1.0"), f"{SUMS_ONLY}; mixed columns lose their types"),
    Peer("polars.read_excel, pool", "read_polars.py", ("polars==2.1.0", "fastexcel==0.21.0"), f"{SUMS_ONLY}; mixed columns lose their types", {"small": 250, "tall": 20}),
    Peer("pandas + openpyxl, pool", "read_pandas.py", ("pandas==3.1.1", "openpyxl==3.1.5"), SUMS_ONLY, {"small": 250, "tall": 10}),
    Peer(
        "DuckDB read_xlsx, pool",
        "read_duckdb.py",
        ("duckdb==2.0.0",),
        f"{SUMS_ONLY}; has to be told the names of the sheets; all cells become text",
        {"small": 250, "tall": 20},
        "import duckdb; duckdb.connect().execute('INSTALL excel')",
    ),
]

# Slower than this (seconds a run) is measured in the first round only; second: with --quick.
ONCE_ABOVE = (40, 5)
# How much less the slow peers read with --quick.
QUICK_PART = 0.4
# Runs over so few workbooks that only starting shows.
FEW = 3

# Workbooks and rows of each corpus.
FULL = {"small": (5000, 0), "tall": (200, 5000), "large": (1, 500_000)}
QUICK = {"small": (1000, 0), "tall": (12, 5000), "large": (1, 50_000)}

PROGRAM = "facts, provenance, flags, completeness, totals by group and branch, all CSVs"
LIMITS = {"read": ("read the bytes", "everything else"), "inflate": ("read + inflate the needed parts", "looks at no cell")}
