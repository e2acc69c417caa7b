"""Proof: every changed Python file parses."""

from __future__ import annotations

from collections.abc import Iterator

from consolidator.check.result import Result
from consolidator.model import Flaw


def parses(result: Result) -> Iterator[Flaw]:
    """A changed file that Python would not compile, whether or not it did before."""
    for path in result.python:
        if path not in result.after:
            yield Flaw(path, "it would not parse")
