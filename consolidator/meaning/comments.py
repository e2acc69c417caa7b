"""Ignore comments in; those that a creation site stands under out."""

from __future__ import annotations

from consolidator.meaning.sites import CreationSite
from consolidator.model import Pragma


def comments_on(site: CreationSite) -> tuple[Pragma, ...]:
    """The comments on the lines of the site's statement, and those that are meant for its whole file."""
    first = site.call.statement.line
    last = first + site.facts.text(site.call.statement).count("\n")
    return tuple(row for row in site.facts.pragmas if row.kind == "ignore-file" or first <= row.line <= last)


def asked(comment: Pragma) -> str:
    """What a comment says, as a reason to leave something alone; a site may also have been declined without one."""
    if comment.kind == "declined":
        return "it was decided to leave it alone"
    return f"a comment asks to leave it alone{': ' + comment.reason if comment.reason else ''}"
