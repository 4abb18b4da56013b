"""Runs one command and measures it: wall time, CPU time and memory of its whole tree of processes."""

import os
import pathlib
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass

LAUNCHER = pathlib.Path(__file__).with_name("launch.py")
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


def run(command, env=None, is_watched=False, log=os.devnull):
    """Watching costs a little time of its own: watched runs are not timed ones."""
    launched = [sys.executable, "-I", "-S", LAUNCHER, log, *command]
    process = subprocess.Popen([str(part) for part in launched], stdout=subprocess.PIPE, text=True, env={**os.environ, **(env or {})})
    watcher = Watcher(process.pid) if is_watched else None
    told, _ = process.communicate()
    tree = watcher.stop() if watcher else None
    if process.returncode != 0:
        sys.exit(f"could not be started: {command[0]}")
    wall, cpu, peak, code = map(float, told.split())
    return Run(wall, cpu, peak, tree, int(code))


class Watcher:
    """Looks at the proportional memory of a process and its descendants until it is told to stop."""

    def __init__(self, pid):
        self.pid, self.most, self.ended = pid, 0.0, threading.Event()
        self.thread = threading.Thread(target=self.watch)
        self.thread.start()

    def watch(self):
        while not self.ended.wait(EVERY_SECONDS):
            # The launcher itself does not count.
            self.most = max(self.most, sum(memory(pid) for pid in family(self.pid) if pid != self.pid))

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
