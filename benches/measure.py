"""Runs one command and measures it: wall time, CPU time and memory of its whole tree of processes."""

import os
import pathlib
import subprocess
import threading
import time
from dataclasses import asdict, dataclass

# Between two looks at the memory of a tree.
EVERY_SECONDS = 0.05


@dataclass
class Run:
    wall: float
    cpu: float
    # The largest process, in MiB.
    peak: float
    # All processes together, shared pages counted once, in MiB; only where it was watched.
    tree: float | None
    code: int

    def plain(self):
        return asdict(self)


def run(command, env=None, is_watched=False, log=None):
    """Watching costs a little time of its own: watched runs are not timed ones."""
    started = time.monotonic()
    with open(log or os.devnull, "wb") as errors:
        process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=errors, env={**os.environ, **(env or {})})
    watcher = Watcher(process.pid) if is_watched else None
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    tree = watcher.stop() if watcher else None
    # Children that were waited for are in it, the largest of them as peak.
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, tree, process.returncode)


class Watcher:
    """Looks at the proportional memory of a process and its descendants until it is told to stop."""

    def __init__(self, pid):
        self.pid, self.most, self.ended = pid, 0.0, threading.Event()
        self.thread = threading.Thread(target=self.watch)
        self.thread.start()

    def watch(self):
        while not self.ended.wait(EVERY_SECONDS):
            self.most = max(self.most, sum(map(memory, family(self.pid))))

    def stop(self):
        self.ended.set()
        self.thread.join()
        return self.most or None


def family(pid):
    yield pid
    for children in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found = children.read_text().split()
        except OSError:
            continue
        for child in found:
            yield from family(int(child))


def memory(pid):
    """MiB of a process; pages shared with others count in part."""
    try:
        with open(f"/proc/{pid}/smaps_rollup") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("Pss:")) / 1024
    except (OSError, StopIteration):
        return 0.0
