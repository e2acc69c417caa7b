"""What only served what a file's edits take out: empty conditions, branches that fed the URL, private helpers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from consolidator.editing.cleanup import gone_spans, is_taken, is_within, new_words
from consolidator.editing.factories import naming_strings, statement_span
from consolidator.meaning.world import World
from consolidator.model import (
    Binding,
    Edit,
    Expr,
    Facts,
    Function,
    RemoveStatement,
    Span,
    Statement,
    inside,
    naming,
    touching,
)


def without_leftovers(world: World, facts: Facts, edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """The edits of a file, with the removal of what lost its last use by them."""
    known, before = tuple(edits), -1
    while len(known) != before:
        before = len(known)
        known = (*known, *_branches(facts, known))
        known = (*known, *_helpers(world, facts, known))
    return _whole_conditions(facts, known)


# ------------------------------------------------------------------ branches


def _branches(facts: Facts, edits: Sequence[Edit]) -> Iterator[RemoveStatement]:
    """Assignments in branches whose variable nobody reads any more, where no branch is left bare."""
    gone = gone_spans(facts, edits)
    bound: dict[tuple[str, str], list[Binding]] = defaultdict(list)
    for binding in facts.some_bindings(touching(*gone)):
        if binding.scope:
            bound[binding.scope, binding.target].append(binding)
    for (scope, target), rows in bound.items():
        if len(rows) < 2 or "." in target or any(b.kind not in ("assign", "annassign") for b in rows):
            continue
        if not _lost(facts, scope, target, gone) or target in new_words(edits):
            continue
        fresh = [RemoveStatement(b.span) for b in rows if not any(span.holds(b.span) for span in gone)]
        if _leaves_no_bare_branch(facts, {edit.span for edit in (*_removals(edits), *fresh)}):
            yield from fresh


def _lost(facts: Facts, scope: str, target: str, gone: Sequence[Span]) -> bool:
    read = [
        r
        for r in facts.some_refs(inside(scope, target))
        if r.dotted[0] == target and r.ctx == "load" and is_within(r.scope, scope)
    ]
    return bool(read) and all(any(span.holds(ref.span) for span in gone) for ref in read)


def _leaves_no_bare_branch(facts: Facts, gone: set[Span]) -> bool:
    """Whether every block that loses all of its statements is a condition's that goes as a whole."""
    for statement in _statements(facts, gone):
        handlers = [handler.body for handler in statement.handlers]
        blocks = [block for block in (statement.body, statement.orelse, statement.finalbody, *handlers) if block]
        if any(all(_goes(inner, gone) for inner in block) for block in blocks) and not _goes(statement, gone):
            return False
    return True


# ------------------------------------------------------------------ conditions


def _whole_conditions(facts: Facts, edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """Conditions of whose branches nothing is left go as a whole."""
    gone = {edit.span for edit in _removals(edits)}
    whole = [s.span for s in _statements(facts, gone) if s.kind == "if" and s.span not in gone and _goes(s, gone)]
    outer = [span for span in whole if not any(other != span and other.holds(span) for other in whole)]
    kept = (e for e in edits if not (isinstance(e, RemoveStatement) and any(span.holds(e.span) for span in outer)))
    return (*kept, *map(RemoveStatement, outer))


def _goes(statement: Statement, gone: set[Span]) -> bool:
    if statement.span in gone:
        return True
    blocks = (*statement.body, *statement.orelse)
    is_plain = statement.kind == "if" and statement.value is not None and _is_plain(statement.value)
    return is_plain and bool(statement.body) and all(_goes(inner, gone) for inner in blocks)


def _is_plain(test: Expr) -> bool:
    """Whether a condition only looks: at names, attributes, constants and the environment."""
    if test.kind == "call":
        return all(map(_is_plain, test.parts[1:])) and _is_reading(test.parts[0])
    looks = test.kind in ("name", "attr", "const", "or") or test.value in ("Compare", "UnaryOp", "BoolOp")
    return looks and all(map(_is_plain, test.parts))


def _is_reading(function: Expr) -> bool:
    return function.kind == "attr" and function.value in ("getenv", "get") and _is_plain(function.parts[0])


# ------------------------------------------------------------------ helpers


def _helpers(world: World, facts: Facts, edits: Sequence[Edit]) -> Iterator[RemoveStatement]:
    """Private functions of the module that were called by nothing but what is gone, in the whole repository."""
    gone, words = gone_spans(facts, edits), new_words(edits)
    for function in facts.functions:
        is_helper = function.name.startswith("_") and not (function.scope or function.decorators)
        stays = function.name in words or any(span.holds(function.span) for span in gone)
        if is_helper and not stays and _is_abandoned(world, facts, function, gone):
            yield RemoveStatement(statement_span(facts, function))


def _is_abandoned(world: World, facts: Facts, function: Function, gone: Sequence[Span]) -> bool:
    rows = facts.some_refs(naming(function.name))
    uses = [ref for ref in rows if ref.dotted[0] == function.name and not function.span.holds(ref.span)]
    if not uses or not all(any(span.holds(ref.span) for span in gone) for ref in uses):
        return False
    elsewhere = [where for where, _ in world.refs_to(facts.path, function.name) if where != facts.path]
    named = naming_strings(world, facts.path, function.name, function.name)
    return not elsewhere and not named and not is_taken(world, facts.path, function.name)


def _statements(facts: Facts, gone: Collection[Span]) -> Iterator[Statement]:
    """Every statement of the module and of the functions that lose something, nested blocks included."""
    functions = [row for row in facts.functions if any(row.span.holds(span) for span in gone)]
    stack = [*facts.body, *(statement for function in functions for statement in function.body)]
    seen: set[Span] = set()
    while stack:
        statement = stack.pop()
        if statement.span not in seen:
            seen.add(statement.span)
            yield statement
        stack += [*statement.body, *statement.orelse, *statement.finalbody]
        stack += [inner for handler in statement.handlers for inner in handler.body]


def _removals(edits: Sequence[Edit]) -> list[RemoveStatement]:
    return [edit for edit in edits if isinstance(edit, RemoveStatement)]
