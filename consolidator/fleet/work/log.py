"""What a process wrote in; the part that a person reads out."""

from __future__ import annotations

import os
from typing import IO

from consolidator.masking import mask

KEPT = 4_000
"""Bytes at the end that are kept of a log."""


def tail(log: IO[bytes]) -> str:
    """The last lines of a log, secrets masked; read beside whoever writes it."""
    end = os.fstat(log.fileno()).st_size
    start = max(0, end - KEPT)
    text = os.pread(log.fileno(), end - start, start).decode("utf-8", "replace")
    return mask(text if start == 0 else text.partition("\n")[2]).strip("\n")
