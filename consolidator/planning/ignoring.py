"""Comments that name finding codes: what they silence, and which of their codes did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from consolidator.codes import CODES
from consolidator.deciding.grouping import Held
from consolidator.meaning.comments import ANY, asked, comments_on
from consolidator.model import Action, Pragma, Resource

Silenced = frozenset[tuple[str, int, str]]
"""The codes of comments that silenced something: path and line of the comment, and the code."""

_COMMENT = "CE215"


def heeded(site: Resource, found: tuple[str, str]) -> tuple[str, str]:
    """Code and reason of a site that stays: the comment's where one names the reviewer's code that was found."""
    if CODES[found[0]].action is not Action.REVIEW:
        return found
    named = next((row for row in comments_on(site) if row.codes and found[0] in row.codes), None)
    return found if named is None else (_COMMENT, asked(named))


def silenced(held: Iterable[Held]) -> Silenced:
    """The codes of creation that comments name at the sites which stay because of one."""
    rows = ((row.site.path, comment) for row in held if row.code == _COMMENT for comment in comments_on(row.site))
    return frozenset(named for path, comment in rows for named in _named(path, comment))


def _named(path: str, comment: Pragma) -> Iterator[tuple[str, int, str]]:
    if comment.codes is None:
        yield path, comment.line, ANY
    yield from ((path, comment.line, code) for code in comment.codes or () if code in CODES and CODES[code].creation)
