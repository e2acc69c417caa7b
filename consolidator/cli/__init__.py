"""Arguments in; one call, its rendered result and an exit code out."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line `argv` (default: the process's own) and return its exit code."""
    from consolidator.cli.entry import run

    return run(argv)
