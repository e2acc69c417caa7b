"""Ignore comments in; those that a creation site stands under out."""

from __future__ import annotations

from consolidator.codes import CODES
from consolidator.model import Action, Facts, Pragma, Resource, Span

ANY = "*"
"""Stands for whatever is created on the line of a comment without codes."""


def comments_on(site: Resource) -> tuple[Pragma, ...]:
    """The comments on the lines of the site's statement, and those that are meant for its whole file."""
    return comments_at(site.facts, site.call.statement)


def comments_at(facts: Facts, statement: Span) -> tuple[Pragma, ...]:
    """The comments on the lines of a statement, and those that are meant for its whole file."""
    last = statement.line + facts.text(statement).count("\n")
    return tuple(row for row in facts.pragmas if row.kind == "ignore-file" or statement.line <= row.line <= last)


def is_sharing(code: str) -> bool:
    """Whether a code is one of those that a site gets because it shares an engine from now on."""
    return code in CODES and CODES[code].action is Action.CONSOLIDATED


def asked(comment: Pragma) -> str:
    """What a comment says, as a reason to leave something alone; a site may also have been declined without one."""
    if comment.kind == "declined":
        return "it was decided to leave it alone"
    return f"a comment asks to leave it alone{': ' + comment.reason if comment.reason else ''}"
