"""What a forked child does with an engine that stays where it is made: it leaves its parent the connections.

A connection that parent and child both use mixes up their answers:
https://docs.sqlalchemy.org/en/20/core/pooling.html#using-connection-pools-with-multiprocessing-or-os-fork
"""

from __future__ import annotations

from collections.abc import Iterator

from consolidator.annotating import annotation
from consolidator.deciding.targets import quote_of
from consolidator.editing.cleanup import add_import, bound_names
from consolidator.meaning.shapes import is_annotated
from consolidator.model import AddImport, Edit, Function, Replace, Resource, Span
from consolidator.syntax.expressions import dotted
from consolidator.syntax.names import evaluates_later

_NAME = "_after_fork_in_child"
_KEPT = "_inherited"
_WHY = "  # a forked child leaves its parent the connections"
_DOC = "Leave the parent its connections: sharing a socket mixes up its data."


def unforkable(home: Resource) -> bool:
    """Whether nobody can say how a forked process would reach the engine of a home that does not do so itself."""
    return _engine(home) is None and not {_NAME, _KEPT} & bound_names(home.facts)


def home_hook(home: Resource, is_old: bool, python: tuple[int, int]) -> tuple[Edit, ...]:
    """The edits of a home after which its engine is safe in forked processes; none where it cannot be reached there.

    `is_old` says that SQLAlchemy may have no `dispose(close=False)`; `python` is the oldest that runs the home.
    """
    rows = list(_rows(home, is_old, python))
    if not rows or {_NAME, _KEPT} & bound_names(home.facts):
        return ()
    source, newline = home.facts.source, home.facts.newline
    end = len(source)
    text = newline.join(["" if source.endswith("\n") else newline, *rows[1:], ""])
    edits: list[Edit] = [AddImport("os"), Replace(Span(end, end), text)]
    if home.is_async and is_annotated(home.facts):
        edits.append(add_import("typing", "Any", "Any"))
    return tuple(edits)


def _rows(home: Resource, is_old: bool, python: tuple[int, int]) -> Iterator[str]:
    """The lines at the end of the home: one call where that is enough."""
    found = _engine(home)
    if found is None:
        return
    engine, condition = found
    if not home.is_async and condition is None and not is_old:
        yield from ("", *_registered(f"lambda: {engine}.dispose(close=False)", _WHY))
        return
    typed = is_annotated(home.facts)
    kept = annotation("list[Any]", python, evaluates_later(home.facts), quote_of([home.facts]))
    indent = "    "
    if home.is_async:
        yield from ("", f"{_KEPT}: {kept} = []" if typed else f"{_KEPT} = []")
    yield from ("", "", f"def {_NAME}(){' -> None' if typed else ''}:", f'    """{_DOC}"""')
    if condition is not None:
        yield f"    if {condition}:"
        indent += "    "
    if home.is_async:
        yield f"{indent}{_KEPT}.append({engine}.pool)  # collecting would close them"
    inner = f"{engine}{'.sync_engine' if home.is_async else ''}"
    yield f"{indent}{inner}.pool = {inner}.pool.recreate()" if is_old else f"{indent}{inner}.dispose(close=False)"
    yield from ("", "", *_registered(_NAME))


def _engine(home: Resource) -> tuple[str, str | None] | None:
    """The expression that gives the engine to a function of its module, and when there is one; None: nobody can say."""
    if home.at_import:
        return (home.target, None) if home.scope == "" and home.target.isidentifier() else None
    function = home.function
    if function is None or function.scope:
        return None
    if _is_memoised(function) and not function.params:
        return f"{function.name}()", f"{function.name}.cache_info().currsize"
    return (home.target, f"{home.target} is not None") if _is_global(home) else None


def _registered(name: str, why: str = "") -> tuple[str, str]:
    """The lines that have a function called in each forked child; Windows does not fork."""
    return f'if hasattr(os, "register_at_fork"):{why}', f"    os.register_at_fork(after_in_child={name})"


def _is_memoised(function: Function) -> bool:
    """Whether its name is that of the cache itself; what another decorator makes of it may have no `cache_info`."""
    names = [dotted(d) or dotted(d.parts[0] if d.parts else d) or ("",) for d in function.decorators[:1]]
    return any(name[-1] in ("cache", "lru_cache") for name in names)


def _is_global(home: Resource) -> bool:
    """`global _engine`, which is None until the engine is made."""
    declared = {b.target for b in home.facts.bindings if b.scope == home.scope and b.kind == "global"}
    first = [b.value for b in home.facts.bindings if b.scope == "" and b.target == home.target]
    return home.target in declared and bool(first) and all(v is None or v.value is None for v in first)
