"""Documents that list the service's variables (`.env.example`, compose files, settings tables) get the new ones too."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from consolidator.model import NewSetting, Replace
from consolidator.regex import lazy
from consolidator.settings_styles._compose import compose_edits
from consolidator.settings_styles._dotenv import dotenv_edits
from consolidator.settings_styles._markdown import markdown_edits

_DOTENV = lazy(
    r"(?:\.env|env)[.\-_]\w*(?:example|sample|template|dist|default)s?|(?:example|sample|template)\.env", re.I
)
_COMPOSE = lazy(r"(?:docker-)?compose(?:[.\-]\w+)*\.ya?ml", re.IGNORECASE)
_TESTS = lazy(r"(?:^|[.\-_/])(?:tests?|ci|e2e)(?:$|[.\-_/])", re.IGNORECASE)


def is_document(path: str) -> bool:
    """Whether a file of this name may list variables: an example of `.env`, a compose file, a Markdown page."""
    if path.endswith(".py"):
        return False
    name = PurePosixPath(path).name
    if _DOTENV.fullmatch(name) or (_COMPOSE.fullmatch(name) and not _TESTS.search(path)):
        return True
    return name.lower().endswith(".md") and not name.lower().startswith(("changelog", "history"))


def is_compose(path: str) -> bool:
    """Whether a document is a compose file: each of its services lists variables of its own."""
    return _COMPOSE.fullmatch(PurePosixPath(path).name) is not None


def document_edits(path: str, text: str, variables: Sequence[tuple[NewSetting, str]], near: str) -> tuple[Replace, ...]:
    """Insertions of the variables behind the one that holds the database's URL, in the form of the lines around.

    `variables` are settings with the names of their environment variables, `near` is the URL's. Empty where the
    document does not list `near`, or names the new ones already.
    """
    wanted = [row for row in variables if not re.search(rf"\b{re.escape(row[1])}\b", text)]
    if not wanted or not re.search(rf"\b{re.escape(near)}\b", text) or not is_document(path):
        return ()
    name = PurePosixPath(path).name
    if _DOTENV.fullmatch(name):
        return dotenv_edits(text, wanted, near)
    if _COMPOSE.fullmatch(name):
        return compose_edits(text, wanted, near)
    return markdown_edits(text, wanted, near)
