"""The finding codes: what each means, why it matters and how to settle it by hand."""

from __future__ import annotations

from collections.abc import Mapping

from consolidator.codes.changed import CHANGED
from consolidator.codes.code import Code, Level
from consolidator.codes.kept import KEPT
from consolidator.codes.review import REVIEW
from consolidator.codes.unproven import UNPROVEN
from consolidator.codes.unreadable import UNREADABLE

__all__ = ["CODES", "Code", "Level", "is_creation"]

CODES: Mapping[str, Code] = {code.id: code for code in (*CHANGED, *KEPT, *REVIEW, *UNREADABLE, *UNPROVEN)}


def is_creation(id: str) -> bool:
    """Whether a code is about the creation of an engine or client, not about its use."""
    return CODES[id].creation
