"""Names as written to names as imported: which object of which library does an expression mean?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from consolidator.model import Expr, Facts, Import
from consolidator.syntax.expressions import dotted

Names = Mapping[str, str]


def names_of(facts: Facts) -> Names:
    """What each imported local name stands for: `{"FastAPI": "fastapi.FastAPI", "db": ".db"}`.

    A relative import keeps its leading dots.
    """
    return _meant(facts.imports)


def module_names(facts: Facts) -> Names:
    """The same of the names that are there for the whole module when it runs: not those that one function imports,
    nor those of `if TYPE_CHECKING`.
    """
    return _meant(row for row in facts.imports if row.scope == "" and not is_for_types(facts, row))


def is_for_types(facts: Facts, row: Import) -> bool:
    """Whether an import stands in an `if TYPE_CHECKING`, so that only type checkers see it."""
    tests = [(s, facts.text(s.value.span)) for s in facts.body if s.kind == "if" and s.value is not None]
    guards = [s for s, test in tests if "TYPE_CHECKING" in test and s.span.holds(row.span)]
    return any(inner.span.holds(row.span) for guard in guards for inner in guard.body)


def _meant(imports: Iterable[Import]) -> Names:
    found: dict[str, str] = {}
    for row in imports:
        if row.name is not None:
            found[row.bound] = "." * row.level + ".".join(part for part in (row.module, row.name) if part)
        elif row.bound == row.module.split(".")[0]:
            found[row.bound] = row.bound
        else:
            found[row.bound] = row.module
    return found


def evaluates_later(facts: Facts) -> bool:
    """Whether annotations stay text when the module is loaded: https://peps.python.org/pep-0563/ ."""
    return any(row.module == "__future__" and row.name == "annotations" for row in facts.imports)


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
