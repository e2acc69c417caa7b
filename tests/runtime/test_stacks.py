"""Programs that hang in an environment are ended and say where."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from .stacks import Stack

FORKS = "import os, time\nos.fork()\ndef stuck():\n    time.sleep(60)\nstuck()"


def test_what_hangs_is_ended_with_its_children_and_tells_where(tmp_path: Path) -> None:
    stack = Stack("own", Path(sys.executable))
    with pytest.raises(AssertionError, match=r"(?s)no end after 1 s.* in stuck"):
        stack.run(("-c", FORKS), {}, tmp_path, seconds=1)
