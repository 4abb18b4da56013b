"""Runs `tonghop ingest` several times over one folder and prints the median: seconds, workbooks a second, peak memory, stages.

Usage: throughput.py PROGRAM FOLDER OUT RUNS
"""

import json
import os
import pathlib
import statistics
import subprocess
import sys
import time


def run(program, folder, out):
    """Seconds, peak memory in MiB and stages of one run."""
    command = [program, "ingest", folder / "pipeline", folder / "workbooks", "--out", out, "--quiet", "--lang", "en"]
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - started
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, 3, 4):
        sys.exit(f"the run ended with {code}")
    manifest = json.loads((out / "current" / "manifest.json").read_text(encoding="utf-8"))
    stages = {stage["stage"]: stage["seconds"] for stage in manifest["stages"]}
    return seconds, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime, stages


def main():
    program, folder, out = (pathlib.Path(argument) for argument in sys.argv[1:4])
    files = sum(1 for path in (folder / "workbooks").rglob("*") if path.is_file())
    results = [run(program, folder, out) for _ in range(int(sys.argv[4]))]
    median = lambda values: statistics.median(list(values))  # noqa: E731
    seconds = median(result[0] for result in results)
    print(f"{files} workbooks, median of {len(results)} runs")
    print(f"  {seconds:.2f} s, {files / seconds:.0f} workbooks/s, {median(r[2] for r in results):.2f} s CPU")
    print(f"  {median(result[1] for result in results):.0f} MiB peak memory")
    for stage in results[0][3]:
        print(f"  {stage:10} {median(result[3][stage] for result in results):.2f} s")


if __name__ == "__main__":
    main()
