"""Arguments in; one call, its rendered result and an exit code out."""

import os
import sys

from consolidator import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]


def main(argv: "Sequence[str] | None" = None) -> int:
    """Run the command line `argv` (default: the process's own) and return its exit code."""
    try:
        if argv is None:
            _speak_utf8()
            if sys.argv[1:] in (["--version"], ["-V"]) and _said_version():
                return _left_alone(0)
        from consolidator.cli.entry import run

        code = run(argv)
    except KeyboardInterrupt:
        return _interrupted()
    return _left_alone(code) if argv is None else code


def _left_alone(code: int) -> int:
    """The exit code; the interpreter's own end is all that is left, and has nothing to say about Ctrl-C.

    It would look for cycles several times among what the memory holds, a tenth of a small scan.
    """
    import gc
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()
    return code


def _speak_utf8() -> None:
    """Start again in UTF-8 mode (PEP 540) under a locale that has names for only some files: git's are UTF-8."""
    if os.name == "posix" and sys.getfilesystemencoding() != "utf-8":
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])


def _said_version() -> bool:
    """Say it without loading what the other commands need; False where the stream does not take it."""
    line = f"consolidate {__version__}{os.linesep}".encode()
    try:
        return os.write(1, line) == len(line)
    except OSError:
        return False


def _interrupted() -> int:
    """The answer to Ctrl-C where nothing else can give one: before the command, or between it and its answer."""
    from contextlib import suppress

    with suppress(OSError):
        os.write(2, b"error: interrupted. Run the command again; nothing was left half done\n")
    return 130
