"""A place in a work tree -> the bytes of the file there, and of nothing that only looks like one."""

from __future__ import annotations

import os
import stat


def regular_file(place: str, limit: int) -> bytes | None:
    """The bytes of a regular file of at most `limit` bytes, None for anything else."""
    try:
        handle = os.open(place, os.O_RDONLY | _SAFE_OPEN)
    except (OSError, ValueError):
        return None
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode) or status.st_size > limit:
            return None
        return os.read(handle, status.st_size + 1)
    except OSError:
        return None
    finally:
        os.close(handle)


# A named pipe in the place of a file must not stop the reading, a link must not lead it elsewhere.
_SAFE_OPEN = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
