"""Comments that name finding codes: what they silence, and which of their codes did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from consolidator.codes import CODES
from consolidator.editing.clients import Client
from consolidator.meaning.comments import ANY, asked, comments_on
from consolidator.meaning.sites import CreationSite
from consolidator.model import Action, Pragma

Silenced = frozenset[tuple[str, int, str]]
"""The codes of comments that silenced something: path and line of the comment, and the code."""

_COMMENT = "CE215"


def heeded(site: CreationSite, found: tuple[str, str]) -> tuple[str, str]:
    """Code and reason of a site that stays: the comment's where one names the reviewer's code that was found."""
    if CODES[found[0]].action is not Action.REVIEW:
        return found
    named = next((row for row in comments_on(site) if row.codes and found[0] in row.codes), None)
    return found if named is None else (_COMMENT, asked(named))


def silenced(held: Iterable[tuple[CreationSite, str]]) -> Silenced:
    """The codes of creation that comments name at the sites which stay because of one.

    `held` are the sites with the code that each stays for.
    """
    rows = ((site.path, row) for site, code in held if code == _COMMENT for row in comments_on(site))
    return frozenset(named for path, row in rows for named in _named(path, row))


def silenced_clients(clients: Iterable[Client | None]) -> Silenced:
    """The same of the comments at constructions of clients."""
    rows = ((path, row) for each in clients if each is not None for path, _, row in each.left)
    return frozenset(named for path, row in rows for named in _named(path, row))


def _named(path: str, comment: Pragma) -> Iterator[tuple[str, int, str]]:
    if comment.codes is None:
        yield path, comment.line, ANY
    yield from ((path, comment.line, code) for code in comment.codes or () if code in CODES and CODES[code].creation)
