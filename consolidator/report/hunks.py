"""The patch of one file and a line of it as it was in; the part of the patch that is about that line out."""

from __future__ import annotations

import re

from consolidator.regex import lazy

_RANGE = lazy(rb"@@ -(\d+)(?:,(\d+))? \+")


def around(patch: bytes, line: int) -> bytes:
    """The file's header and the hunk that covers the line; all hunks where none does.

    A line belongs to the hunk in whose old range it lies (https://www.gnu.org/software/diffutils/manual/html_node/Detailed-Unified.html).
    """
    head, *hunks = re.split(rb"(?m)^(?=@@ -)", patch)
    about = [hunk for hunk in hunks if _covers(hunk, line)]
    return head + b"".join(about or hunks)


def _covers(hunk: bytes, line: int) -> bool:
    found = _RANGE.match(hunk)
    if found is None:
        return False
    start, length = int(found[1]), int(found[2] or 1)
    return start <= line < start + length
