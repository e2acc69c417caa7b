"""What the two streams can show: colours, widths, progress; and the one place that writes to them."""

from __future__ import annotations

import errno
import io
import os
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TextIO, cast

from consolidator.errors import EnvironmentFailed
from consolidator.frozen import dataclass

PATIENCE = 2.0
"""Seconds after which a stage says how far it is."""
PAUSE = 0.1
"""Seconds between two such lines."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """What is known of the streams. `width` None: not a terminal, so that nothing is wrapped.

    `asked` tells a colour that the user asked for by flag from one that a terminal would merely show.
    """

    stderr_is_tty: bool
    stdin_is_tty: bool
    color_stdout: bool
    color_stderr: bool
    color_patch: bool
    width: int | None
    progress: bool


def look(choice: str, quiet: bool, environ: Mapping[str, str]) -> Terminal:
    """The terminal as it is, under `--color` and NO_COLOR, FORCE_COLOR, TERM=dumb and CI.

    A patch is coloured only for a terminal or by the flag itself: FORCE_COLOR must not break `| git apply`.
    """
    out, err = sys.stdout.isatty(), sys.stderr.isatty()
    return Terminal(
        stderr_is_tty=err,
        stdin_is_tty=bool(sys.stdin) and sys.stdin.isatty(),
        color_stdout=_coloured(out, choice, environ),
        color_stderr=_coloured(err, choice, environ),
        color_patch=choice == "always" or (out and _coloured(out, choice, environ)),
        width=_width() if out else None,
        progress=err and not quiet and not environ.get("CI") and environ.get("TERM") != "dumb",
    )


def _width() -> int:
    import shutil

    return shutil.get_terminal_size().columns


def _coloured(is_tty: bool, choice: str, environ: Mapping[str, str]) -> bool:
    """https://no-color.org and https://force-color.org; a flag goes before both."""
    if choice != "auto":
        return choice == "always"
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR"):
        return True
    return is_tty and environ.get("TERM") != "dumb" and not environ.get("CI")


class Progress:
    """One line on stderr that names the stage at work and vanishes afterwards; after a while it says how far it is."""

    def __init__(self, active: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self._active = active
        self._clock = clock
        self._stage = ""
        self._began = self._drawn = 0.0

    def __call__(self, stage: str) -> None:
        """Show `stage`."""
        self._stage = stage
        self._began = self._clock()
        self._draw(stage)

    def count(self, done: int, total: int, of: str = "files") -> None:
        """Show how far the stage is once it takes longer than a reader waits without asking."""
        now = self._clock()
        if self._active and now - self._began > PATIENCE and now - self._drawn > PAUSE:
            self._draw(f"{self._stage}: {done:,} of {total:,} {of}")

    def clear(self) -> None:
        """Take the line away."""
        if self._active:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()

    def _draw(self, text: str) -> None:
        self._drawn = self._clock()
        if self._active:
            sys.stderr.write(f"\r\x1b[2K{text} …")
            sys.stderr.flush()


class Page(io.StringIO):
    """Text for stdout that is held back; it is laid out for the terminal where stdout is one."""

    def __init__(self, is_tty: bool) -> None:
        super().__init__()
        self._is_tty = is_tty

    def isatty(self) -> bool:
        """Whether what is held back goes to a terminal."""
        return self._is_tty


class _Closed(io.TextIOBase):
    """A stream that the caller has closed."""

    def write(self, text: str) -> int:
        """Take nothing."""
        raise OSError(errno.EBADF, "it is closed")


def fill_closed_streams() -> None:
    """Take the places of closed streams, so that no file of the user's comes to stand there and is written to.

    Python leaves such a stream out: `sys.stdout` is None.
    """
    for handle in range(3):
        try:
            os.fstat(handle)
        except OSError:
            # The lowest free number is the one that is returned (POSIX, open).
            os.open(os.devnull, os.O_RDWR)
    sys.stdout = sys.stdout or cast(TextIO, _Closed())
    sys.stderr = sys.stderr or cast(TextIO, io.StringIO())


def emit(stdout: str | bytes, stderr: str) -> None:
    """Write both streams, the data first; a reader that has gone away is no failure.

    Raises EnvironmentFailed where the data cannot be written; messages that nobody takes are lost.
    """
    problem = _tried(sys.stdout, stdout)
    _tried(sys.stderr, stderr)
    if problem:
        cure = "name a file or a device that takes it; what was asked for beside that is done"
        raise EnvironmentFailed(f"cannot write to the standard output: {problem}", cure)


def say(text: str) -> None:
    """Write a message for the user at once."""
    _tried(sys.stderr, text)


def _tried(stream: TextIO, content: str | bytes) -> str | None:
    """Why a stream does not take its content, None where it does or nobody reads any more."""
    try:
        _write(stream, content)
    except BrokenPipeError:
        _silence(stream)
    except OSError as error:
        _silence(stream)
        return error.strerror
    return None


def _write(stream: TextIO, content: str | bytes) -> None:
    """Bytes untouched; text in UTF-8 with what cannot be encoded shown as an escape."""
    data = content if isinstance(content, bytes) else content.encode("utf-8", "backslashreplace")
    binary = getattr(stream, "buffer", None)
    if not data:
        return
    if binary is None:
        stream.write(data.decode("utf-8", "replace"))
    else:
        stream.flush()
        binary.write(data)
    stream.flush()


def _silence(stream: TextIO) -> None:
    """Let the interpreter's last flush go nowhere (https://docs.python.org/3/library/signal.html#note-on-sigpipe)."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
