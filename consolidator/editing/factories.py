"""Factories that do nothing but create the engine: their callers call the shared getter, and they go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from consolidator.editing.cleanup import add_import, bound_names
from consolidator.frozen import dataclass
from consolidator.meaning.lifetime import _CACHES
from consolidator.meaning.world import World
from consolidator.model import (
    Edit,
    Facts,
    Function,
    RemoveStatement,
    Replace,
    RetargetImport,
    Span,
    Statement,
    Text,
    touching,
    writing,
)
from consolidator.syntax.expressions import dotted


@dataclass(frozen=True, slots=True)
class Replacement:
    """A factory that goes: `getter` takes its place, from the module `shared` or what `imported_as` says for a file."""

    path: str
    facts: Facts
    function: Function
    getter: str
    shared: str
    imported_as: Mapping[str, str | None]


def is_pure(function: Function | None, created: Span, target: str) -> bool:
    """Whether a function only computes the arguments, creates the one thing and returns it.

    `created` is the creating call, `target` the variable it is assigned to, "" where it is not.
    """
    if function is None or function.scope or function.params or function.is_async or function.is_generator:
        return False
    if any(
        (dotted(d) or dotted(d.parts[0] if d.parts else d) or ("?",))[-1] not in _CACHES for d in function.decorators
    ):
        return False
    body = [s for s in function.body if s.span != function.docstring]
    if not body or not all(s.kind in ("assign", "annassign", "return") for s in body):
        return False
    return _returns(body, created, target)


def _returns(body: Sequence[Statement], created: Span, target: str) -> bool:
    last = body[-1]
    if last.kind != "return" or last.value is None or any(s.kind == "return" for s in body[:-1]):
        return False
    return last.value.span == created or (bool(target) and dotted(last.value) == (target,))


def can_go(world: World, facts: Facts, function: Function | None, created: Span, target: str, getter: str) -> bool:
    """Whether a pure factory can be replaced: it has the getter's name already, or a private one all users of
    which were read and may change.
    """
    if function is None or not is_pure(function, created, target):
        return False
    if function.name == getter:
        return True
    if not function.name.startswith("_") or getter in bound_names(facts):
        return False
    named = (where for where, _, _ in naming_strings(world, facts.path, function.name, getter))
    return not world.is_taken_unread(facts.path, function.name) and all(map(world.scope.holds, named))


def replaced(world: World, row: Replacement) -> dict[str, list[Edit]]:
    """The edits, by file, that take a factory out and let everybody who named it name the getter."""
    edits: dict[str, list[Edit]] = defaultdict(list)
    path, function = row.path, row.function
    edits[path].append(RemoveStatement(statement_span(row.facts, function)))
    own = [r for where, r in world.refs_to(path, function.name) if where == path]
    used = any(not function.span.holds(ref.span) for ref in own)
    if function.name == row.getter:
        comment = "" if used else "# noqa: F401"
        edits[path].append(add_import(row.shared, row.getter, row.getter, comment=comment))
        return edits
    _rename(world, row, edits)
    if used or _is_named_from_outside(world, row):
        edits[path].append(add_import(row.shared, row.getter, row.getter, comment="" if used else "# noqa: F401"))
    return edits


def statement_span(facts: Facts, function: Function) -> Span:
    """The span of the `def` itself as a statement of the module."""
    return next(s.span for s in facts.body if s.span.end == function.span.end and s.targets == (function.name,))


def _rename(world: World, row: Replacement, edits: dict[str, list[Edit]]) -> None:
    path, old = row.path, row.function.name
    retargeted: set[tuple[str, str]] = set()
    for where, facts in world.facts.items():
        for imported in facts.imports:
            if imported.name == old and world.modules.resolve(where, imported) == path:
                module = row.imported_as.get(where) or row.shared
                keep = imported.bound != old or row.getter in bound_names(facts)
                bound = imported.bound if keep else row.getter
                edits[where].append(RetargetImport(imported.span, imported.bound, module, row.getter, bound))
                if keep:
                    retargeted.add((where, imported.bound))
    for where, ref in world.refs_to(path, old):
        if (where, ref.dotted[0]) in retargeted or (where == path and row.function.span.holds(ref.span)):
            continue
        at = _last_part(world.facts[where], ref.span, ref.dotted, old)
        if at is not None:
            edits[where].append(Replace(at, row.getter))
    for where, text, new in naming_strings(world, path, old, row.getter):
        edits[where].append(Replace(text.span, new))


def _last_part(facts: Facts, span: Span, names: tuple[str, ...], old: str) -> Span | None:
    """Where the old name stands in a chain such as `rs._pg_engine`."""
    text = facts.text(span)
    at = text.rfind(old) if old in names else -1
    return None if at < 0 else Span(span.start + at, span.start + at + len(old))


def naming_strings(world: World, path: str, old: str, new: str) -> list[tuple[str, Text, str]]:
    """String literals that name the factory: `"src.etl._pg_engine"`, `"_pg_engine"` beside its module, `__all__`."""
    found = []
    for where, facts in world.facts.items():
        if old not in facts.source:
            continue
        for text in facts.some_texts(writing(old)):
            head, _, last = text.value.rpartition(".")
            if last != old or not _names_module(world, where, facts, text, head, path):
                continue
            source = facts.text(text.span)
            if source.count(old) == 1:
                found.append((where, text, source.replace(old, new)))
    return found


def _names_module(world: World, where: str, facts: Facts, text: Text, head: str, path: str) -> bool:
    if head:
        stem = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        return stem == head or stem.endswith(f".{head}")
    if where == path and facts.dunder_all and text.value in facts.dunder_all:
        return True
    return any(_patches(world, where, call_names, path) for call_names in _patched_beside(facts, text))


def _patched_beside(facts: Facts, text: Text) -> list[tuple[str, ...]]:
    """First arguments of calls such as `monkeypatch.setattr(module, "name", ...)` that hold this text."""
    found = []
    for call in facts.some_calls(touching(text.span)):
        arguments = call.expr.parts[1:3]
        if len(arguments) == 2 and arguments[1].span == text.span:
            names = dotted(arguments[0])
            function = dotted(call.expr.parts[0])
            if names and function and function[-1] in ("setattr", "object", "getattr", "delattr"):
                found.append(names)
    return found


def _patches(world: World, where: str, names: tuple[str, ...], path: str) -> bool:
    origin = world.resolve(where, names, "")
    scopes = {f.qualname for f in world.facts[where].functions}
    found = [origin, *(world.resolve(where, names, scope) for scope in scopes)]
    return any(o.kind == "module" and o.path == path for o in found)


def _is_named_from_outside(world: World, row: Replacement) -> bool:
    """Whether a test or another module reaches the name through its old module."""
    path, old = row.path, row.function.name
    chained = [r for where, r in world.refs_to(path, old) if where != path and len(r.dotted) > 1]
    return bool(chained or naming_strings(world, path, old, row.getter))
