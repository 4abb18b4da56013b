"""What worker processes cost: isolation.py READER FOLDER ROUNDS

READER is the example `isolation`. FOLDER holds `xls` and `xlsx`, each a corpus of the form `small`; the first is made
where it is not there, by xlwt. All ways are taken in turn, in another order each round; the table has medians, and the median of
the ratios within a round.
"""

import pathlib
import random
import statistics
import sys

import measure

WAYS = [("xls", "in-process"), ("xls", "workers"), ("xlsx", "in-process"), ("xlsx", "all")]


def main():
    reader, folder, rounds = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3])
    runs = {way: [] for way in WAYS}
    for number in range(rounds + 1):
        order = WAYS[:]
        random.Random(number).shuffle(order)
        for corpus, way in order:
            command = [reader, folder / corpus / "pipeline", folder / corpus / "workbooks", way]
            run = measure.run(command)
            if run.code != 0:
                sys.exit(f"{corpus} {way} ended with {run.code}")
            if number > 0:  # the first round fills the page cache
                runs[corpus, way].append(run)
    print("| corpus | where | wall s | CPU s | wall to in-process | CPU to in-process |\n|---|---|--:|--:|--:|--:|")
    for (corpus, way), taken in runs.items():
        base = runs[corpus, "in-process"]
        ratio = lambda what: statistics.median(getattr(a, what) / getattr(b, what) for a, b in zip(taken, base))
        wall, cpu = (statistics.median(getattr(run, what) for run in taken) for what in ("wall", "cpu"))
        print(f"| {corpus} | {way} | {wall:.2f} | {cpu:.2f} | {ratio('wall'):.3f} | {ratio('cpu'):.3f} |")


if __name__ == "__main__":
    main()
