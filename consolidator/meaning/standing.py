"""Words to the calls and uses in which they stand, in all modules; a body is read when a word in it is asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Generic, TypeVar

from consolidator.model import Call, Expr, Facts, Ref, Unread
from consolidator.regex import lazy
from consolidator.syntax.segments import as_named

_WORD = lazy(r"\w+")
_CALLS, _REFS = 1, 2
"""Where they are in `Said`."""
_FILE, _ROW = 48, 24
"""Bits to the left of which a row's place has the number of its file, and that of its place in there."""

T = TypeVar("T", Call, Ref)


class Standing:
    """The rows of all modules by the words in them."""

    def __init__(self, facts: Mapping[str, Facts]) -> None:
        self._paths = list(facts)
        self._facts = facts
        self._aliases: dict[str, set[str]] | None = None
        self._files = _Files(facts)

    def calls(self, words: Iterable[str]) -> list[tuple[str, Call]]:
        """The calls of what is called by one of these names, with their files, in the order in which they stand."""
        return [(path, row) for _, path, row in self.placed_calls(words)]

    def placed_calls(self, words: Iterable[str]) -> list[tuple[int, str, Call]]:
        """The same, each with a number that is larger the later it stands."""
        return [(place, self._paths[place >> _FILE], row) for place, row in self._calls.standing(words)]

    def refs(self, words: Iterable[str]) -> list[tuple[str, Ref]]:
        """The uses of names that hold one of these words, likewise."""
        return [(self._paths[place >> _FILE], row) for place, row in self._refs.standing(words)]

    def words(self) -> Iterable[str]:
        """Every word of the modules of which bodies were not read, and all that were called where they were read."""
        return {**dict.fromkeys(self._calls.rows), **dict.fromkeys(self._files.holding)}

    def known_as(self, word: str) -> tuple[str, ...]:
        """A name and all under which it may be imported, be it by way of other modules."""
        if self._aliases is None:
            self._aliases = defaultdict(set)
            for module in self._facts.values():
                for row in module.imports:
                    if row.name is not None and row.name != row.bound:
                        self._aliases[row.name].add(row.bound)
        found = {word: None}
        fresh = [word]
        while fresh:
            more = [name for name in sorted(self._aliases.get(fresh.pop(), ())) if name not in found]
            found.update(dict.fromkeys(more))
            fresh += more
        return tuple(found)

    @cached_property
    def _calls(self) -> _Rows[Call]:
        return _Rows([facts.known_calls for facts in self._facts.values()], _CALLS, _called, self._files)

    @cached_property
    def _refs(self) -> _Rows[Ref]:
        return _Rows([facts.known_refs for facts in self._facts.values()], _REFS, lambda ref: ref.dotted, self._files)


class _Files:
    """The words of the texts in which there are bodies that may not have been read."""

    def __init__(self, facts: Mapping[str, Facts]) -> None:
        self._facts = facts

    @cached_property
    def holding(self) -> dict[str, list[int]]:
        """Each word with the numbers of the files that hold it."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, module in enumerate(self._facts.values()):
            if any(True for _ in module.unread):
                for word in set(_WORD.findall(as_named(module.source))):
                    found[word].append(number)
        return dict(found)


class _Rows(Generic[T]):
    """Rows of one kind by their words."""

    def __init__(
        self,
        modules: Sequence[Sequence[T | Unread]],
        kind: int,
        words_of: Callable[[T], Iterable[str]],
        files: _Files,
    ) -> None:
        self.rows: dict[str, list[tuple[int, T]]] = defaultdict(list)
        self._kind = kind
        self._words_of: Callable[[T], Iterable[str]] = words_of
        self._files = files
        self._asked: set[str] = set()
        self._bodies: dict[int, dict[int, Unread]] = {}
        for number, module in enumerate(modules):
            for at, row in enumerate(module):
                place = (number << _FILE) + (at << _ROW)
                if isinstance(row, Unread):
                    self._bodies.setdefault(number, {})[place] = row
                else:
                    self._add(place, row)

    def standing(self, words: Iterable[str]) -> list[tuple[int, T]]:
        """The rows that hold one of the words, each with its place, in the order of places."""
        found: dict[int, T] = {}
        for word in words:
            self._ask(word)
            found.update(self.rows.get(word, ()))
        return sorted(found.items(), key=_place)

    def _ask(self, word: str) -> None:
        if word in self._asked:
            return
        self._asked.add(word)
        for number in self._files.holding.get(word, ()) if self._bodies else ():
            bodies = self._bodies.get(number, {})
            for place in [place for place, body in bodies.items() if self._holds(body, word)]:
                rows: Sequence[T] = bodies.pop(place).read()[self._kind]  # type: ignore[assignment]
                for at, row in enumerate(rows):
                    self._add(place + at, row)

    def _holds(self, body: Unread, word: str) -> bool:
        return body.calls(word) if self._kind == _CALLS else body.names(word)

    def _add(self, place: int, row: T) -> None:
        held = place, row
        for word in set(self._words_of(row)):
            self.rows[word].append(held)


def _place(row: tuple[int, T]) -> int:
    return row[0]


def _called(call: Call) -> tuple[str]:
    return (last_name(call.expr),)


def last_name(expr: Expr) -> str:
    """The last name of what a call calls: `connect` of `engine.connect()` and of `connect()()`."""
    function = expr.parts[0]
    while function.kind == "call":
        function = function.parts[0]
    return str(function.value) if function.kind in ("name", "attr") else ""
