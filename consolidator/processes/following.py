"""A program to what it does when it is run: what is called, and what loops for ever, there and where it leads."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from consolidator.frozen import dataclass, field
from consolidator.model import Call, Expr, Facts, Statement
from consolidator.processes.code import CallsByScope, Code, calls, name_of, statements
from consolidator.regex import lazy

_GOING_ON = lazy(r"stop|shutdown|running|terminat|should_exit|quit|alive|is_set|keep", re.IGNORECASE)
_DEEPEST = 2
"""Modules that are followed from one to the next: the program, what it calls, what that calls."""

_MOST = 40
"""Modules of one program that are followed."""


@dataclass(slots=True)
class Deeds:
    """What a program calls by full name and by last name, of which libraries its code is, whether it loops for ever;
    `facts` are the modules that were followed."""

    names: set[str] = field(default_factory=set)
    lasts: set[str] = field(default_factory=set)
    libraries: set[str] = field(default_factory=set)
    loops: bool = False
    facts: list[Facts] = field(default_factory=list)


def deeds(code: Code, facts: Facts) -> Deeds:
    """All of the program's own module counts; of others the functions that it calls, and what these call."""
    found = Deeds()
    wanted: dict[str, set[str]] = {facts.path: set()}
    fresh = [(facts.path, 0)]
    while fresh and len(found.facts) < _MOST:
        path, depth = fresh.pop(0)
        module = code.facts(path)
        if module is None:
            continue
        whole = depth == 0
        made = list(calls(module)) if whole else list(_reached(module, wanted[path]))
        _note(found, module, made, wanted[path], whole)
        if depth < _DEEPEST:
            for target, names in _followed(code, module, made).items():
                if target not in wanted:
                    wanted[target] = names
                    fresh.append((target, depth + 1))
    return found


def _note(found: Deeds, module: Facts, made: list[tuple[str, Call]], wanted: set[str], whole: bool) -> None:
    names = {name for name, _ in made}
    lasts = {name.rpartition(".")[2] for name in names}
    found.names |= names
    found.lasts |= lasts
    found.facts.append(module)
    ran = lasts | wanted
    functions = [row for row in module.functions if row.name in ran]
    loops = any(_holds_loop(row.body) for row in functions) or (whole and _holds_loop(module.body))
    found.loops |= loops
    if whole or loops:
        found.libraries |= {row.module.partition(".")[0] for row in module.imports if not row.level}


def _followed(code: Code, module: Facts, made: list[tuple[str, Call]]) -> dict[str, set[str]]:
    """The modules whose functions are called, with the names of these; of a class that is made, its methods."""
    heads = {name_of(call.expr.parts[0]).partition(".")[0] for _, call in made if call.expr.parts}
    methods = {name.rpartition(".")[2] for name, _ in made if "." in name}
    found: dict[str, set[str]] = defaultdict(set)
    for bound, name, path in code.imported(module):
        if bound in heads:
            found[path] |= {name or bound, *methods}
    return found


def _reached(module: Facts, wanted: set[str]) -> Iterator[tuple[str, Call]]:
    """The calls of the functions that are called, and of those of the module that they call in turn."""
    by_scope = CallsByScope(module)
    ran: set[str] = set()
    fresh = {row.qualname for row in module.functions if row.name in wanted}
    while fresh:
        scope = fresh.pop()
        ran.add(scope)
        yield from by_scope.calls(scope)
        called = {name.rpartition(".")[2] for name, _ in by_scope.calls(scope)}
        inner = {row.qualname for row in module.functions if row.scope == scope or row.name in called}
        fresh |= inner - ran


def _holds_loop(body: tuple[Statement, ...]) -> bool:
    return any(row.kind == "while" and _for_ever(row) for row in statements(body))


def _for_ever(row: Statement) -> bool:
    """`while True` that is never left, or `while` something keeps running."""
    if row.value is None:
        return False
    if row.value.kind == "const" and row.value.value:
        return not any(_leaves(inner) for inner in row.body)
    return any(_GOING_ON.search(name) for name in _names(row.value))


def _leaves(row: Statement) -> bool:
    """`break` or `return`; those of inner loops, and those that follow an exception, say nothing."""
    if row.kind in ("break", "return"):
        return True
    if row.kind in ("while", "for", "asyncfor"):
        return any(inner.kind == "return" for inner in statements(row.body))
    return any(_leaves(inner) for inner in (*row.body, *row.orelse))


def _names(expr: Expr) -> Iterator[str]:
    if expr.kind in ("name", "attr"):
        yield str(expr.value)
    for part in expr.parts:
        yield from _names(part)
