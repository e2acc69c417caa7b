"""Stops process groups and removes folders whose owner is gone; reads one JSON object a line from standard input.

Run as a script by `processes`, with the standard library alone. Its standard input is a pipe that only the owner
holds open: end of file means that the owner has ended, by whatever signal.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import time
from typing import TextIO

GRACE_SECONDS = 3.0


def collect(lines: TextIO) -> tuple[dict[int, int], set[str]]:
    """Groups still running (process group -> signal that stops it) and folders still there at end of file."""
    groups: dict[int, int] = {}
    folders: set[str] = set()
    for line in lines:
        entry = json.loads(line)
        if "folder" in entry:
            (folders.add if entry["add"] else folders.discard)(entry["folder"])
        elif entry["add"]:
            groups[entry["group"]] = entry["signal"]
        else:
            groups.pop(entry["group"], None)
    return groups, folders


def send(group: int, number: int) -> bool:
    """Signal a process group; False when nothing of it is left."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def stop(groups: dict[int, int]) -> None:
    """Ask every group to stop, then kill what is still there after the grace period."""
    waiting = [group for group, number in groups.items() if send(group, number)]
    deadline = time.monotonic() + GRACE_SECONDS
    while waiting and time.monotonic() < deadline:
        time.sleep(0.05)
        waiting = [group for group in waiting if send(group, 0)]
    for group in waiting:
        send(group, signal.SIGKILL)


def main() -> None:
    """Wait for the owner's end, then clean up what it left."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    groups, folders = collect(sys.stdin)
    stop(groups)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
