"""What must not outlive this process in; a helper process that sees to it out."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path


class _Reaper:
    """The helper process that cleans up after this one; it is started by the first entry."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._forget)

    def tell(self, **entry: str | int) -> None:
        """Add or drop a process group or a folder; see `reaper.collect` for the form."""
        with self._lock:
            if self._process is None:
                self._start()
            assert self._process is not None and self._process.stdin is not None
            with suppress(BrokenPipeError):
                self._process.stdin.write(json.dumps(entry) + "\n")
                self._process.stdin.flush()

    def _start(self) -> None:
        script = Path(__file__).with_name("reaper.py")
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(script)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd="/",
            start_new_session=True,
        )
        atexit.register(self._finish)

    def _finish(self) -> None:
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
            self._process.wait()

    def _forget(self) -> None:
        """In a fork: let go of the pipe, which would seem to say that the owner lives on."""
        self._lock = threading.Lock()
        if self._process is not None and self._process.stdin is not None:
            with suppress(OSError):
                self._process.stdin.close()
        self._process = None


_reaper = _Reaper()
tell = _reaper.tell
