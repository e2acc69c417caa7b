"""Ids of blobs to what was told of them in earlier runs, kept in the user's cache: one file for each repository.

It is JSON, which says nothing that could run. One whose checksum is not its own, or that says anything else than it
should, is none.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property, partial
from typing import Any

from consolidator.glances import Looking
from consolidator.keeping import Kept, keeping
from consolidator.model import Glance, Import, Span

FEW = 1000
"""Blobs that are noted at least beside those of the last run; at most they are as many."""
Row = tuple[str, str | None, str, int, str]
"""An import without the place where it stands, which a glance does not know."""
Said = tuple[list[str], list[Row], dict[str, tuple[int, list[int], int, list[int], list[int]]]]
"""Words, imports, and of each blob: size, words, whether it creates and serves, imports, signs of dotted names."""


class Notes:
    """What is told of the blobs of one repository. Nothing that goes wrong with the file is more than a miss."""

    def __init__(self, at_hand: Mapping[str, Glance], load: Callable[[], Mapping[str, Glance]]) -> None:
        self._at_hand = at_hand
        self._load = load
        self._looking = Looking()
        self._unsure: set[str] = set()
        self.found: dict[str, Glance] = {}
        self.has_new = False

    @cached_property
    def _known(self) -> Mapping[str, Glance]:
        return self._load()

    def known(self, oid: str) -> Glance | None:
        """What this run was told of a blob when it read another commit, or an earlier run."""
        row = self._at_hand.get(oid) or self._known.get(oid)
        if row is not None:
            self.found[oid] = row
        return row

    def look(self, oid: str, data: bytes, is_sure: bool) -> None:
        """Look at a blob; it is only noted where its content was held against its id."""
        if oid not in self.found:
            self.found[oid] = self._looking.glance(data)
            if is_sure:
                self.has_new = True
            else:
                self._unsure.add(oid)

    @property
    def all(self) -> dict[str, Glance]:
        """What is to be noted: what this run was told, then what was known before."""
        sure = {oid: row for oid, row in self.found.items() if oid not in self._unsure}
        older = [oid for oid in self._known if oid not in sure]
        return {**sure, **{oid: self._known[oid] for oid in older[: max(FEW, len(sure))]}}


@contextmanager
def noting(environ: Mapping[str, str] | None, at_hand: Mapping[str, Glance]) -> Iterator[Callable[[str], Notes]]:
    """What makes the notes of the repository with a root, and writes them down at the end.

    `at_hand` is what was told of blobs in this run. With None nothing is kept.
    """
    if environ is None:
        yield lambda root: Notes(at_hand, dict)
        return
    with keeping(environ, trims=False) as kept:
        made: list[tuple[str, Notes]] = []
        yield partial(_opened, kept, made, at_hand)
        for root, notes in made:
            if kept is not None and notes.has_new:
                kept.put(_name(root), _closed(notes.all))


def _opened(kept: Kept | None, made: list[tuple[str, Notes]], at_hand: Mapping[str, Glance], root: str) -> Notes:
    notes = Notes(at_hand, partial(_loaded, kept, root))
    made.append((root, notes))
    return notes


def _loaded(kept: Kept | None, root: str) -> Mapping[str, Glance]:
    said = kept.get(_name(root)) if kept is not None else None
    return {} if said is None else _read(said)


def _name(root: str) -> bytes:
    return b"notes of " + os.fsencode(os.path.realpath(root))


def _closed(glances: Mapping[str, Glance]) -> bytes:
    words: dict[bytes, int] = {}
    rows: dict[Row, int] = {}

    def at(table: dict[Any, int], values: Iterable[Any]) -> list[int]:
        return [table.setdefault(value, len(table)) for value in values]

    blobs = {
        oid: (
            each.size,
            at(words, sorted(each.words)),
            each.creates + 2 * each.serves,
            at(rows, [row[:5] for row in each.imports]),
            sorted(each.dotted),
        )
        for oid, each in glances.items()
    }
    said = ([word.decode("latin-1") for word in words], list(rows), blobs)
    return json.dumps(said, separators=(",", ":")).encode()


def _read(said: bytes) -> dict[str, Glance]:
    try:
        return _glances(*json.loads(said))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        return {}


def _glances(names: list[str], rows_said: list[list[Any]], blobs: dict[str, list[Any]]) -> dict[str, Glance]:
    words = [name.encode("latin-1") for name in names]
    imports = [Import(*_checked(*row), Span(0, 0)) for row in rows_said]
    import_at = imports.__getitem__
    no_words: frozenset[bytes] = frozenset()
    no_signs: frozenset[int] = frozenset()
    found = {}
    for oid, (size, held, kinds, rows, dotted) in blobs.items():
        stand = frozenset(words[at] for at in held) if held else no_words
        signs = frozenset(dotted) if dotted else no_signs
        found[oid] = Glance(size + 0, stand, bool(kinds & 1), bool(kinds & 2), tuple(map(import_at, rows)), signs)
    return found


def _checked(module: str, name: str | None, bound: str, level: int, scope: str) -> Row:
    """The same; raises TypeError for what is of another type."""
    return module + "", None if name is None else name + "", bound + "", level + 0, scope + ""
