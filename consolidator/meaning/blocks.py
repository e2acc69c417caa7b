"""A scope or a block of a function to what stands in it: the uses of a name, the statements at any depth."""

from __future__ import annotations

from consolidator.model import Facts, Ref, Span, Statement, inside


def refs_in(facts: Facts, scope: str, name: str) -> tuple[Ref, ...]:
    """Uses of a name (or of `self.name` and what follows) in a scope and the scopes inside it."""
    parts = tuple(name.split("."))
    inner = f"{scope}." if scope else "."
    return tuple(
        ref
        for ref in facts.some_refs(inside(scope, parts[0]))
        if ref.dotted[: len(parts)] == parts and (ref.scope == scope or ref.scope.startswith(inner))
    )


def statements_in(body: tuple[Statement, ...], holding: Span | None = None) -> list[Statement]:
    """Every statement of a block, nested blocks included; with `holding`, only those that hold a part of the text."""
    found: list[Statement] = []
    _gather(body, holding, found)
    return found


def _gather(body: tuple[Statement, ...], holding: Span | None, found: list[Statement]) -> None:
    for statement in body:
        if holding is not None and not statement.span.holds(holding):
            continue
        found.append(statement)
        for part in (statement.body, statement.orelse, statement.finalbody):
            if part:
                _gather(part, holding, found)
        for handler in statement.handlers:
            _gather(handler.body, holding, found)
