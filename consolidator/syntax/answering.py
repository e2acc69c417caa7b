"""The process that reads files for another one: bytes in, what `reading` keeps of each out, until the pipe ends.

It runs nothing of what it reads, and answers None for a file that the other process is to read, and judge, itself.
"""

from __future__ import annotations

import gc
import pickle
import signal
import struct
import sys
from contextlib import suppress
from typing import IO

_LENGTH = struct.Struct("<Q")


def send(stream: IO[bytes], content: bytes) -> None:
    """Write bytes with their length before them."""
    stream.write(_LENGTH.pack(len(content)))
    stream.write(content)
    stream.flush()


def received(stream: IO[bytes]) -> bytes | None:
    """What `send` wrote; None where the other side has ended."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    content = stream.read(length)
    return content if len(content) == length else None


def main() -> None:
    """Answer on the standard streams; the other process says when to end, so that Ctrl-C is its affair."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()  # syntax trees that nobody checks hold no cycles
    with suppress(OSError):
        while (question := received(sys.stdin.buffer)) is not None:
            send(sys.stdout.buffer, pickle.dumps([_said(data) for data in pickle.loads(question)], protocol=5))


def _said(data: bytes) -> bytes | None:
    from consolidator.syntax.reading import Unreadable, values_of

    try:
        values = values_of(data)
        return None if values is None else pickle.dumps(values, protocol=5)
    except (Unreadable, RecursionError, MemoryError, pickle.PicklingError):
        return None
