"""A changed file before and after to what its proofs look at: what changed, and what has to do with that.

Python compiles the whole new text. A name that no changed statement has, and an import beside them, are as they were.
"""

from __future__ import annotations

import ast
import keyword
import symtable
import warnings
from collections.abc import Collection, Iterator, Sequence

from consolidator.frozen import dataclass
from consolidator.model import Change, Facts, naming
from consolidator.regex import lazy
from consolidator.syntax.decoding import Undecodable, decode
from consolidator.syntax.segments import Edited, Segment, as_named, edited, text_within, tree_within

_UNSURE = lazy(r"import[\s\\]{0,99}\*|__getattr__")
"""A text whose names nobody can tell."""
_KEYWORDS = frozenset(keyword.kwlist)


@dataclass(frozen=True, slots=True)
class Near:
    """`names` are those of the changed statements that the module binds; the trees hold every statement that changed,
    imports or, after the change, has one of the names.
    """

    edited: Edited
    names: frozenset[str]
    given_up: frozenset[str]
    """What statements bound that are gone, and those in their place do not."""
    before: ast.Module
    after: ast.Module

    def is_fresh(self, line: int) -> bool:
        """Whether a line of the new text belongs to a statement that changed."""
        text = self.edited.after
        return any(row.line <= line <= row.line + text.count("\n", row.start, row.end) for row in self.edited.fresh)

    def offers(self, name: str) -> bool:
        """Whether the module binds a name at its top, after the change."""
        text, rows = self.edited.after, self.edited.new
        return name in _bound(text, rows, set(_with(text, rows, (name,))))

    def lost(self) -> frozenset[str]:
        """The names at the top of the module that are not there any more."""
        return frozenset(name for name in self.given_up if not self.offers(name))


def near(facts: Facts | None, change: Change) -> Near | None:
    """What is near the changes of a file with those facts; None where it has to be looked at as a whole."""
    try:
        before, after = decode(change.before or b"").text, decode(change.after).text
    except Undecodable:
        return None
    if facts is None or facts.source != before or any(_UNSURE.search(text) for text in (before, after)):
        return None
    found = edited(facts, after) if _compiles(after) else None
    if found is None or "__all__" in (words := found.words()):
        return None
    try:
        gone, fresh = _bound(before, found.old, found.gone), _bound(after, found.new, found.fresh)
    except SyntaxError:
        return None
    names = words - _KEYWORDS if "global" in words else words & (_known(facts) | fresh)
    old = tree_within(before, found.old, {*found.gone, *_with(before, found.old, ("import",))})
    new = tree_within(after, found.new, {*found.fresh, *_with(after, found.new, ("import", "__all__", *names))})
    return None if old is None or new is None else Near(found, names, gone - fresh, old, new)


def _compiles(text: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(text, "<proposed>", "exec", dont_inherit=True)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return False
    return True


def _known(facts: Facts) -> frozenset[str]:
    """What a module binds at its top, functions included that say `global`."""
    targets = (row.target for row in facts.some_bindings(naming("global")) if not row.scope or row.kind == "global")
    functions = (row.name for row in facts.functions if not row.scope)
    classes = (row.name for row in facts.classes if not row.scope)
    return frozenset((*targets, *functions, *classes, *(row.bound for row in facts.imports if not row.scope)))


def _bound(text: str, segments: Sequence[Segment], wanted: Collection[Segment]) -> frozenset[str]:
    """What some segments bind at the top of the module; raises SyntaxError."""
    if not wanted:
        return frozenset()
    table = symtable.symtable(text_within(text, segments, wanted), "<module>", "exec")
    return frozenset(row.get_name() for row in table.get_symbols() if row.is_assigned() or row.is_imported())


def _with(text: str, segments: Sequence[Segment], words: Collection[str]) -> Iterator[Segment]:
    """The segments that hold one of the words, as Python reads names (PEP 3131)."""
    for row in segments:
        part = as_named(text[row.start : row.end])
        if any(word in part for word in words):
            yield row
