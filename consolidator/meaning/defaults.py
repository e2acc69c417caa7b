"""A default argument that is made at import to one that is looked up in the function's body, at each call.

https://docs.python.org/3/reference/compound_stmts.html#function-definitions : defaults are evaluated once.
"""

from __future__ import annotations

from consolidator.model import AddImport, Call, Facts, Function, Param, Replace, Span
from consolidator.regex import lazy
from consolidator.syntax.names import evaluates_later

_ANNOTATED = lazy(r":\s*(?P<type>[^:=\s]+(?:\s+[^:=\s]+)*)(?P<gap>\s*=\s*)$")


def in_body(facts: Facts, call: Call, value: str, python: tuple[int, int]) -> tuple[Replace | AddImport, ...]:
    """Edits that make the default `None` and look the value up where it is missing.

    Empty where the function's body stands on the line of its head, so that there is no place for it.
    """
    found = next(((f, p) for f in facts.functions for p in f.params if p.default and p.default == call.expr), None)
    if found is None:
        return ()
    function, param = found
    first = next((row.span for row in function.body if row.span != function.docstring), None)
    if first is None or facts.source[facts.source.rfind("\n", 0, first.start) + 1 : first.start].strip():
        return ()
    return (*_head(facts, call, param, python), _lookup(facts, function, param, first, value))


def _head(facts: Facts, call: Call, param: Param, python: tuple[int, int]) -> tuple[Replace | AddImport, ...]:
    """`client: Client = Client()` becomes `client: Client | None = None`, with `Optional` where that cannot run.

    An annotation that is evaluated knows `|` since Python 3.10: https://peps.python.org/pep-0604/
    """
    default = Replace(call.expr.span, "None")
    before = facts.source[: call.expr.span.start]
    match = _ANNOTATED.search(before[-200:]) if param.annotation else None
    if match is None or "None" in str(param.annotation) or "Optional" in str(param.annotation):
        return (default,)
    end = len(before) - len(match["gap"])
    if evaluates_later(facts) or (python >= (3, 10) and match["type"].replace(".", "").isidentifier()):
        return Replace(Span(end, end), " | None"), default
    start = end - len(match["type"])
    optional = Replace(Span(start, start), "Optional["), Replace(Span(end, end), "]")
    return (*optional, default, AddImport("typing", "Optional"))


def _lookup(facts: Facts, function: Function, param: Param, first: Span, value: str) -> Replace:
    indent = facts.source[first.start - first.column + 1 : first.start]
    step = "\t" if "\t" in indent else "    "
    text = f"if {param.name} is None:{facts.newline}{indent}{step}{param.name} = {value}{facts.newline}{indent}"
    return Replace(Span(first.start, first.start), text)
