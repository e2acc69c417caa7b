"""The codes in; the tables of what the tool will and will not touch out."""

from __future__ import annotations

from consolidator.codes import CODES
from consolidator.model import Action

_HEADINGS = (
    (Action.CONSOLIDATED, "Consolidated"),
    (Action.KEPT, "Left alone, with its reason"),
    (Action.REVIEW, "Left for a person"),
    (Action.UNREADABLE, "Could not be read"),
)


def markdown() -> str:
    """One table for each action, as the pages show them."""
    tables = (_table(action, heading) for action, heading in _HEADINGS)
    return "\n\n".join(tables) + "\n"


def _table(action: Action, heading: str) -> str:
    rows = [f"| {code.id} | {code.title} | {_cell(code.why)} |" for code in CODES.values() if code.action is action]
    return "\n".join([f"**{heading}**", "", "| Code | What | Why |", "|---|---|---|", *rows])


def _cell(text: str) -> str:
    return text.replace("|", r"\|")
