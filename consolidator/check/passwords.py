"""Proof: no URL password that was not in the repository before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from consolidator.check.result import Result
from consolidator.model import Flaw
from consolidator.regex import lazy

_IN_URL = lazy(rb"(?<![a-z0-9+.\-])[a-z0-9+.\-]+://[^:/\s'\"{}@]*:([^@/\s'\"{}]+)@", re.IGNORECASE)
"""The password of `scheme://user:password@host`; a replacement field such as `{password}` is none."""


def no_new_password(result: Result) -> Iterator[Flaw]:
    """A changed file with a URL password that no file held before; Python takes none over from other files."""
    for change in result.changes.changes:
        found = set(_IN_URL.findall(change.after)) - set(_IN_URL.findall(change.before or b""))
        if not found:
            continue
        code = change.path.endswith(".py")
        texts = result.snapshot.texts
        if found - _all(texts[path] for path in texts if path.endswith(".py") or not code):
            yield Flaw(change.path, "a new URL would hold a literal password")


def _all(texts: Iterable[bytes]) -> set[bytes]:
    return {password for data in texts if b"://" in data for password in _IN_URL.findall(data)}
