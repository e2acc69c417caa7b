"""The body of a class or module to its settings fields, in source order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from consolidator.frozen import dataclass
from consolidator.model import Class, Expr, Facts, Function, Span, Statement
from consolidator.regex import lazy

_TARGET = lazy(r"(?:self\.)?([A-Za-z][A-Za-z0-9_]*)\Z")
_NOT_FIELDS = {"model_config", "self"}


@dataclass(frozen=True, slots=True)
class Field:
    """One setting: `span` is its statement, `end` the offset behind it and behind a docstring that follows it."""

    name: str
    span: Span
    end: int
    value: Expr | None
    annotation: str | None
    documented: bool = False


def fields(body: Sequence[Statement]) -> tuple[Field, ...]:
    """The public single-name assignments of a body, `self.x = ...` included."""
    found = []
    for index, statement in enumerate(body):
        match = _TARGET.match(statement.targets[0]) if len(statement.targets) == 1 else None
        if match is None or statement.kind not in ("assign", "annassign") or match[1] in _NOT_FIELDS:
            continue
        if statement.annotation is not None and "ClassVar" in statement.annotation:
            continue
        doc = _docstring_after(body, index)
        end = (doc or statement.span).end
        found.append(Field(match[1], statement.span, end, statement.value, statement.annotation, doc is not None))
    return tuple(found)


def _docstring_after(body: Sequence[Statement], index: int) -> Span | None:
    """The string statement that documents a field (PEP 257, attribute docstrings)."""
    if index + 1 >= len(body):
        return None
    after = body[index + 1]
    is_text = after.kind == "expr" and after.value is not None and isinstance(after.value.value, str)
    return after.span if is_text and after.value is not None and after.value.kind == "const" else None


def class_fields(facts: Facts, owner: str) -> tuple[Field, ...]:
    """Fields of a class body and of its `__init__`, or the constants of the module where `owner` is ""."""
    if not owner:
        return fields(facts.body)
    cls = class_named(facts, owner)
    if cls is None:
        return ()
    init = function_named(facts, f"{owner}.__init__")
    return fields(cls.body) or (fields(init.body) if init is not None else ())


def class_named(facts: Facts, qualname: str) -> Class | None:
    """The last class of that qualified name: a later definition replaces an earlier one."""
    return next((c for c in reversed(facts.classes) if c.qualname == qualname), None)


def function_named(facts: Facts, qualname: str) -> Function | None:
    """The last function of that qualified name."""
    return next((f for f in reversed(facts.functions) if f.qualname == qualname), None)


def is_lower(names: Iterable[str]) -> bool:
    """Whether most of the names are written in small letters."""
    rows = list(names)
    return sum(name == name.lower() for name in rows) * 2 > len(rows)
