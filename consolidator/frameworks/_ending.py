"""Closings at the end of a function that is there, and the end of a module."""

from __future__ import annotations

from consolidator.frameworks._asgi import calls_of, imports_of
from consolidator.frameworks._placing import Place, ahead, line_end
from consolidator.frameworks.wiring import Wiring
from consolidator.model import Edit, Facts, Replace, Span


def appended(facts: Facts, name: str, wiring: Wiring) -> tuple[Edit, ...]:
    """The closings as last lines of a module-level function, or in place of a disposal in it.

    None where the function comes from elsewhere, or ends by a `return`.
    """
    function = next((f for f in reversed(facts.functions) if f.name == name and not f.scope), None)
    if function is None or not wiring.close or not function.body:
        return ()
    rows = wiring.closings(facts, awaits=function.is_async)
    last = function.body[-1]
    if not rows or last.kind in ("return", "raise") or function.span.line == last.span.line:
        return ()
    gap = f"{facts.newline}{' ' * (last.span.column - 1)}"
    inside = [span for span in wiring.disposed if function.span.holds(span)]
    if inside:
        text = f"{facts.newline}{' ' * (inside[0].column - 1)}".join(calls_of(rows))
        return (*imports_of(rows), Replace(inside[0], text))
    at = line_end(facts, last.span.end)
    return (*imports_of(rows), Replace(Span(at, at), "".join(gap + line for line in calls_of(rows))))


def end_of_module(facts: Facts) -> Place:
    """Ahead of `if __name__ == "__main__"`, else behind the last statement."""
    guards = [row for row in facts.body if row.kind == "if" and "__main__" in facts.text(row.span).split("\n")[0]]
    if guards:
        return ahead(facts, "", guards[-1].span)
    return Place(line_end(facts, facts.body[-1].span.end), "", 2)
