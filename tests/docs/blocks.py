"""Markdown in; its fenced blocks with where they stand out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
_FENCE = re.compile(r"^(?P<fence>`{3,})(?P<language>\w*)\n(?P<text>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A fenced block: `start` and `end` are where its text lies in the page."""

    language: str
    text: str
    start: int
    end: int


def blocks(page: str, *languages: str) -> list[Block]:
    """The fenced blocks of a page, or those of some languages."""
    found = [Block(each["language"], each["text"], *each.span("text")) for each in _FENCE.finditer(page)]
    return [each for each in found if not languages or each.language in languages]
