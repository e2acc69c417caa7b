"""The codes in; the README's section on what the tool will and will not touch out."""

from __future__ import annotations

from consolidator.codes import CODES
from consolidator.model import Action

BEGIN = "<!-- codes:begin -->"
END = "<!-- codes:end -->"

_HEADINGS = (
    (Action.CONSOLIDATED, "Consolidated"),
    (Action.KEPT, "Left alone, with its reason"),
    (Action.REVIEW, "Left for a person"),
    (Action.UNREADABLE, "Could not be read"),
)


def markdown() -> str:
    """One table for each action, between the two markers, ready to stand in the README."""
    tables = (_table(action, heading) for action, heading in _HEADINGS)
    return "\n\n".join((BEGIN, *tables, END)) + "\n"


def _table(action: Action, heading: str) -> str:
    rows = [f"| {code.id} | {code.title} | {_cell(code.why)} |" for code in CODES.values() if code.action is action]
    return "\n".join([f"**{heading}**", "", "| Code | What | Why |", "|---|---|---|", *rows])


def _cell(text: str) -> str:
    return text.replace("|", r"\|")
