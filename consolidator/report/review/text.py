"""Text that came from somewhere in; text that is safe to be shown, passwords masked, out."""

from __future__ import annotations

from consolidator.masking import mask, printable


def literal(text: str) -> str:
    """`text` on one line, passwords masked and control characters shown."""
    return printable(mask(text))
