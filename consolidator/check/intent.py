"""Proof: only what was meant changes, on the text that was read, inside the repository."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath

from consolidator.check.result import Result, blob_id
from consolidator.model import Change, Entry, Flaw
from consolidator.regex import lazy

_SUBJECT = lazy(
    rb"engine|session|database|db_|_db|settings|config|pool|client|lifespan|FastAPI|Flask|Starlette", re.IGNORECASE
)
"""A service's code that has to do with engines, their settings or the application's start and end says one of these."""


def only_what_was_meant(result: Result) -> Iterator[Flaw]:
    """A change that is none, of a file that was not read like that, lies elsewhere or has another subject."""
    entries = {entry.path: entry for entry in result.snapshot.entries}
    paths = Counter(change.path for change in result.changes.changes)
    for change in result.changes.changes:
        reasons = [*_place(change, entries), *_text(result, change, entries.get(change.path))]
        if paths[change.path] > 1:
            reasons.append("it is changed twice")
        if _is_stray(result, change):
            reasons.append("it has nothing to do with engines")
        yield from (Flaw(change.path, reason) for reason in reasons)


def _place(change: Change, entries: dict[str, Entry]) -> Iterator[str]:
    parts = PurePosixPath(change.path).parts
    if not parts or change.path.startswith("/") or ".." in parts or ".git" in map(str.lower, parts):
        yield "it lies outside the repository's own files"
    for parent in PurePosixPath(change.path).parents:
        if str(parent) in entries:
            yield f"{parent} is not a folder"


def _text(result: Result, change: Change, entry: Entry | None) -> Iterator[str]:
    if change.before is None:
        folder = f"{change.path}/"
        if entry is not None or any(e.path.startswith(folder) for e in result.snapshot.entries):
            yield "it exists already"
        return
    if change.before == change.after:
        yield "it would not change"
    if entry is None or not entry.is_regular:
        yield "it is not a plain file of the commit"
    elif entry.mode != change.mode:
        yield "its file mode would change"
    elif not _is_as_read(result, change, entry):
        yield "its text is not the one that was read"


def _is_as_read(result: Result, change: Change, entry: Entry) -> bool:
    read = result.snapshot.texts.get(change.path)
    if read is not None:
        return read == change.before
    return blob_id(change.before or b"", len(entry.oid)) == entry.oid


def _is_stray(result: Result, change: Change) -> bool:
    """A Python file without a word of the subject that imports nothing from another changed file."""
    if change.path not in result.python or change.before is None or _SUBJECT.search(change.before):
        return False
    others = set(result.python) - {change.path}
    return not any(change.path in result.geography.importers(other) for other in others)
