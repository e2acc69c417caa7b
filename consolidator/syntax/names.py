"""Names as written to names as imported: which object of which library does an expression mean?"""

from __future__ import annotations

from collections.abc import Mapping

from consolidator.model import Expr, Facts
from consolidator.syntax.expressions import dotted

Names = Mapping[str, str]


def names_of(facts: Facts) -> Names:
    """What each imported local name stands for: `{"FastAPI": "fastapi.FastAPI", "db": ".db"}`.

    A relative import keeps its leading dots.
    """
    found: dict[str, str] = {}
    for row in facts.imports:
        if row.name is not None:
            found[row.bound] = "." * row.level + ".".join(part for part in (row.module, row.name) if part)
        elif row.bound == row.module.split(".")[0]:
            found[row.bound] = row.bound
        else:
            found[row.bound] = row.module
    return found


def qualified(names: Names, expr: Expr) -> str | None:
    """The full name that a chain `a.b.c` stands for; a local name stays as it is; None for other expressions."""
    chain = dotted(expr)
    if chain is None:
        return None
    return ".".join((names.get(chain[0], chain[0]), *chain[1:]))


def called(names: Names, expr: Expr | None) -> str:
    """The full name of the function that a call expression calls, "" where it is no such call."""
    if expr is None or expr.kind != "call":
        return ""
    return qualified(names, expr.parts[0]) or ""


def argument(expr: Expr, name: str, position: int | None = None) -> Expr | None:
    """A call's argument by keyword or, where given, by position counted from 0."""
    for keyword, value in expr.keywords:
        if keyword == name:
            return value
    if position is not None and len(expr.parts) > position + 1:
        return expr.parts[position + 1]
    return None


def literal(expr: Expr | None) -> object:
    """The value of a constant, None for anything else."""
    return expr.value if expr is not None and expr.kind == "const" else None
