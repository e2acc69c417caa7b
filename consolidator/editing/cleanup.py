"""What becomes unused by a file's edits goes with them: imports, and local variables that only fed the URL."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from consolidator.meaning.world import World
from consolidator.model import (
    AddImport,
    Binding,
    Edit,
    Facts,
    Import,
    Ref,
    RemoveImport,
    RemoveStatement,
    Replace,
    RetargetImport,
    Span,
    inside,
    naming,
    only,
    writing,
)
from consolidator.regex import lazy
from consolidator.syntax.removing import with_decorators

_WORD = lazy(r"[A-Za-z_]\w*")


def gone_spans(facts: Facts, edits: Iterable[Edit]) -> tuple[Span, ...]:
    """The parts of the text that do not survive; decorators go with what they decorate."""
    spans = [e.span for e in edits if isinstance(e, Replace | RemoveStatement) and e.span.start < e.span.end]
    removed = [with_decorators(facts, e.span) for e in edits if isinstance(e, RemoveStatement)]
    return (*spans, *(span for span in removed if span is not None))


def dead_locals(facts: Facts, scope: str, edits: Sequence[Edit]) -> tuple[RemoveStatement, ...]:
    """Assignments of a function whose variable was used by nothing but what is gone."""
    removed: list[RemoveStatement] = []
    while scope:
        gone = gone_spans(facts, [*edits, *removed])
        fresh = [b for b in _plain_bindings(facts, scope) if _is_dead(facts, b, gone, edits)]
        fresh = [b for b in fresh if RemoveStatement(b.span) not in removed]
        if not fresh:
            break
        removed += [RemoveStatement(b.span) for b in fresh]
    return tuple(removed)


def _plain_bindings(facts: Facts, scope: str) -> list[Binding]:
    """The variables that a scope binds once; `global` and `nonlocal` bind as well, so theirs are none."""
    rows = [b for b in facts.some_bindings(only(scope)) if b.scope == scope]
    single = [b for b in rows if sum(other.target == b.target for other in rows) == 1]
    return [b for b in single if b.kind in ("assign", "annassign") and "." not in b.target]


def _is_dead(facts: Facts, binding: Binding, gone: tuple[Span, ...], edits: Sequence[Edit]) -> bool:
    if binding.value is None or any(span.holds(binding.span) for span in gone):
        return False
    rows = facts.some_refs(inside(binding.scope, binding.target))
    refs = [r for r in rows if r.dotted[0] == binding.target and r.ctx == "load" and is_within(r.scope, binding.scope)]
    used = [r for r in refs if not any(span.holds(r.span) for span in gone)]
    return bool(refs) and not used and binding.target not in new_words(edits)


def is_within(inner: str, outer: str) -> bool:
    """Whether a scope is another one or lies in it."""
    return inner == outer or inner.startswith(f"{outer}.")


def new_words(edits: Iterable[Edit]) -> set[str]:
    """The names in the text that edits put in."""
    return {word for e in edits if isinstance(e, Replace) for word in _WORD.findall(e.text)}


def unused_imports(world: World, facts: Facts, edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """Imports that lost their last use; a name that others still take from here stays, marked as wanted."""
    gone = gone_spans(facts, edits)
    words = new_words(edits)
    uses: dict[str, list[Ref]] = defaultdict(list)
    for ref in facts.some_refs(naming(*{row.bound for row in facts.imports})):
        uses[ref.dotted[0]].append(ref)
    retargeted = {(e.span, e.bound) for e in edits if isinstance(e, RetargetImport | RemoveImport)}
    out: list[Edit] = []
    for row in facts.imports:
        if row.module == "__future__" or row.name == "*" or (row.span, row.bound) in retargeted:
            continue
        refs = [ref for ref in uses[row.bound] if not row.scope or is_within(ref.scope, row.scope)]
        if row.bound in words or not _lost(facts, row, refs, gone):
            continue
        if _is_wanted(world, facts, row):
            out += _marked(facts, row)
        else:
            out.append(RemoveImport(row.span, row.bound))
    return tuple(out)


def _lost(facts: Facts, row: Import, refs: Sequence[Ref], gone: tuple[Span, ...]) -> bool:
    if not refs or any(not any(span.holds(r.span) for span in gone) for r in refs):
        return False
    quoted = [
        t for t in facts.some_texts(writing(row.bound)) if row.bound in _WORD.findall(t.value) and len(t.value) < 80
    ]
    return not any(t.value == row.bound or "[" in t.value for t in quoted) and row.bound not in (facts.dunder_all or ())


def _is_wanted(world: World, facts: Facts, row: Import) -> bool:
    return not row.scope and is_taken(world, facts.path, row.bound)


def is_taken(world: World, path: str, name: str) -> bool:
    """Whether another module takes a module-level name: by name, by a star import that it uses, or unread."""
    if world.is_taken_unread(path, name):
        return True
    for where in world.modules.importers(path):
        other = world.facts.get(where)
        if other is None:
            continue
        for taken in other.imports:
            if world.modules.resolve(where, taken) != path:
                continue
            if taken.name == name:
                return True
            if taken.name == "*" and _uses_freely(other, name):
                return True
    return False


def _uses_freely(facts: Facts, name: str) -> bool:
    defined = {row.bound for row in facts.imports} | {b.target for b in facts.some_bindings(only("")) if b.scope == ""}
    return name not in defined and any(ref.dotted[0] == name for ref in facts.some_refs(naming(name)))


def _marked(facts: Facts, row: Import) -> tuple[Edit, ...]:
    """A comment at the end of the statement's first line, where linters look for it, unless there is one."""
    first = re.compile(r"[^\r\n]*").match(facts.source, row.span.start)
    assert first is not None
    return () if "#" in first.group() else (Replace(Span(first.end(), first.end()), "  # noqa: F401"),)


def bound_names(facts: Facts) -> set[str]:
    """Every name that a module binds anywhere; a new import must not hide one of them."""
    names = {row.bound for row in facts.imports} | {b.target for b in facts.bindings}
    names |= {f.name for f in facts.functions} | {c.name for c in facts.classes}
    return names | {param.name for f in facts.functions for param in f.params}


def free_name(facts: Facts, wanted: str, freed: frozenset[str] = frozenset()) -> str:
    """A local name for something new: the wanted one, or a telling other one."""
    taken = bound_names(facts) - freed
    for name in (wanted, wanted.replace("get_", "get_shared_", 1), f"pooled_{wanted}", f"{wanted}_"):
        if name not in taken:
            return name
    raise AssertionError(wanted)


def add_import(module: str, name: str, bound: str, before: int | None = None, comment: str = "") -> AddImport:
    """An import of a name under a local name."""
    return AddImport(module, name, None if bound == name else bound, comment, before)
