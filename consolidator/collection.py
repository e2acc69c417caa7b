"""What is made by the million and is no garbage, out of the way of Python's collector of cycles."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_RARE = 50_000
"""Values that are made before a look for cycles: a few of the trees that a proof looks at, which hold some."""


@contextmanager
def rare_collection() -> Iterator[None]:
    """Look for cycles rarely meanwhile: a fifth of a proof would be spent on it, and as much of a start."""
    usual = gc.get_threshold()
    gc.set_threshold(_RARE, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


@contextmanager
def no_collection() -> Iterator[None]:
    """Look for no cycles meanwhile, nor afterwards among what was made: a third of a scan would be spent on it.

    Facts and plans hold no cycles and are freed as ever when nobody refers to them. Trees of syntax that have been
    checked do, so that this is for the stages in which decisions are taken. A process that goes on to other services
    calls `collect_all` after each.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.freeze()
            gc.enable()


def collect_all() -> None:
    """Free the cycles that were set aside along with what was no garbage; it would grow from service to service."""
    gc.unfreeze()
    gc.collect()
