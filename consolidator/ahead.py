"""Many files to their facts, read by several processes at a time; what goes wrong with one of them is read here.

A process is given bytes and gives back values, runs nothing of what it reads, and ends with this one, however that
ends: it waits for the end of a pipe. Its answers are values alone, as those that are kept in the user's cache are.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from threading import Thread

import consolidator
from consolidator.model import Facts
from consolidator.packing import opened
from consolidator.syntax.answering import received, send
from consolidator.syntax.reading import Unreadable, read, recalled, taken

FEW = 200
"""Files that one process reads in the time that it would take to start another one, and to hand them over."""
MOST = 8
"""Processes, unless the user asks for more."""
_SHARE = 8
"""Files that are handed over at a time."""
_START = "import sys; sys.path.insert(0, sys.argv[1]); from consolidator.syntax.answering import main; main()"
"""Imports this package, and never from the folder it stands in, which is the service's."""

Share = list[tuple[str, bytes]]
_PROCESSES: ContextVar[int] = ContextVar("processes", default=1)


@contextmanager
def sharing(jobs: int) -> Iterator[None]:
    """Meanwhile many files are read by that many processes, this one among them; 0: one for each core, up to `MOST`."""
    token = _PROCESSES.set(jobs or min(_cores(), MOST))
    try:
        yield
    finally:
        _PROCESSES.reset(token)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def read_ahead(
    paths: Collection[str], texts: Mapping[str, bytes], tick: Callable[[int, int], None]
) -> dict[str, Facts]:
    """The facts of files, where there are so many that several processes read them; not of those that nobody can read.

    `tick` is told how many are read, of how many.
    """
    processes = _PROCESSES.get()
    if processes < 2 or len(paths) <= FEW:
        return {}
    rows = [(path, texts[path]) for path in paths]
    found = {path: facts for path, data in rows if (facts := recalled(path, data)) is not None}
    left = [row for row in rows if row[0] not in found]
    others = min(processes, len(left) // (FEW // 2)) - 1
    if len(left) > FEW:
        shares = deque(left[at : at + _SHARE] for at in range(0, len(left), _SHARE))
        with _started(others) as started:
            _read(found, shares, started, lambda: tick(len(found), len(paths)))
    return found


def _read(
    found: dict[str, Facts], shares: deque[Share], others: list[subprocess.Popen[bytes]], tick: Callable[[], None]
) -> None:
    """Read shares here and in other processes, until there is none left."""
    done: deque[tuple[Share, bytes]] = deque()
    threads = [Thread(target=_hand_out, args=(other, shares, done), daemon=True) for other in others]
    for thread in threads:
        thread.start()
    while shares:
        with suppress(IndexError):  # another one may take the last share
            for path, data in shares.popleft():
                tick()
                with suppress(Unreadable):
                    found[path] = read(path, data)
        while done:
            _take(found, *done.popleft())
    for thread in threads:
        thread.join()
    while done:
        _take(found, *done.popleft())


def _take(found: dict[str, Facts], share: Share, answer: bytes) -> None:
    rows = opened(answer)
    for (path, data), said in zip(share, rows if isinstance(rows, list) else (), strict=False):
        values = opened(said) if isinstance(said, bytes) else None
        facts = taken(path, data, values) if isinstance(values, tuple) else None
        if facts is not None:
            found[path] = facts


def _hand_out(other: subprocess.Popen[bytes], shares: deque[Share], done: deque[tuple[Share, bytes]]) -> None:
    """Hand shares over to a process until there is none left, or the process has ended: its share is read here then."""
    assert other.stdin is not None and other.stdout is not None
    with suppress(IndexError, OSError, ValueError, MemoryError):
        while True:
            share = shares.popleft()
            send(other.stdin, pickle.dumps([data for _, data in share], protocol=5))
            answer = received(other.stdout)
            if answer is None:
                return
            done.append((share, answer))


@contextmanager
def _started(count: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Processes that answer, as many as could be started; none of them is left at the end."""
    others: list[subprocess.Popen[bytes]] = []
    try:
        with suppress(OSError):
            others += (_start() for _ in range(count))
        yield others
    finally:
        for other in others:
            other.kill()
        for other in others:
            other.wait()
            for stream in (other.stdin, other.stdout):
                with suppress(OSError):
                    stream.close()  # type: ignore[union-attr]


def _start() -> subprocess.Popen[bytes]:
    package = str(Path(consolidator.__file__).parents[1])
    given = ["-X", f"pycache_prefix={sys.pycache_prefix}"] if sys.pycache_prefix else []
    given += ["-B"] if sys.dont_write_bytecode else []
    return subprocess.Popen(
        [sys.executable, "-I", *given, "-c", _START, package],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
