"""Starts one command and tells what it used: launch.py LOG COMMAND...

A process begins with the peak memory of the one that started it. This one is kept small, so that the figure is the command's own.
"""

import os
import sys
import time


def main():
    log = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    nothing = os.open(os.devnull, os.O_RDWR)
    redirected = [(os.POSIX_SPAWN_DUP2, nothing, 0), (os.POSIX_SPAWN_DUP2, nothing, 1), (os.POSIX_SPAWN_DUP2, log, 2)]
    started = time.monotonic()
    child = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ, file_actions=redirected)
    _, status, usage = os.wait4(child, 0)
    wall = time.monotonic() - started
    # Children that were waited for are in it, the largest of them as peak.
    print(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
