"""Closings at the end of a function that is there, and the end of a module."""

from __future__ import annotations

from collections.abc import Sequence

from consolidator.frameworks._asgi import calls_of, imports_of
from consolidator.frameworks._placing import Place, ahead, line_end
from consolidator.frameworks.wiring import Step, Wiring
from consolidator.model import Edit, Facts, Replace, Span


def appended(facts: Facts, name: str, wiring: Wiring, is_local: bool = False) -> tuple[Edit, ...]:
    """The closings as last lines of a module-level function, or in place of a disposal in it.

    None where the function comes from elsewhere, or ends by a `return`. With `is_local` the function imports them
    itself.
    """
    function = next((f for f in reversed(facts.functions) if f.name == name and not f.scope), None)
    if function is None or not wiring.close or not function.body:
        return ()
    rows = wiring.closings(facts, awaits=function.is_async)
    last = function.body[-1]
    if not rows or last.kind in ("return", "raise") or function.span.line == last.span.line:
        return ()
    lines = [*((*imports(rows), "") if is_local else ()), *calls_of(rows)]
    needed = () if is_local else imports_of(rows)
    text = "".join(f"{facts.newline}{' ' * (last.span.column - 1) if line else ''}{line}" for line in lines)
    inside = [span for span in wiring.disposed if function.span.holds(span)]
    if inside:
        return (*needed, Replace(inside[0], text.lstrip()))
    at = line_end(facts, last.span.end)
    return (*needed, Replace(Span(at, at), text))


def imports(rows: Sequence[Step]) -> tuple[str, ...]:
    """Import lines of the closings, for the head of a function."""
    by_module: dict[str, list[str]] = {}
    for row in rows:
        by_module.setdefault(row.module, []).append(row.name if row.name == row.local else f"{row.name} as {row.local}")
    return tuple(f"from {module} import {', '.join(sorted(names))}" for module, names in by_module.items())


def end_of_module(facts: Facts) -> Place:
    """Ahead of `if __name__ == "__main__"`, else behind the last statement."""
    guards = [row for row in facts.body if row.kind == "if" and "__main__" in facts.text(row.span).split("\n")[0]]
    if guards:
        return ahead(facts, "", guards[-1].span)
    return Place(line_end(facts, facts.body[-1].span.end), "", 2)
