"""The two edits that most web frameworks need, from their templates: a health route, and a closing hook."""

from __future__ import annotations

from consolidator.frameworks._placing import Place, above, after, route_place
from consolidator.frameworks._rendering import Piece, edits, free_name, piece
from consolidator.frameworks._web import Web, registrations
from consolidator.frameworks.wiring import Wiring
from consolidator.frozen import replace
from consolidator.model import Edit, Facts, FrameworkUse, SharedModule
from consolidator.syntax.names import evaluates_later, literal
from consolidator.syntax.quotes import quote_of
from consolidator.templating import literal as source_of

_STATUS = "_database_status"
_COPIED = ("tags", "include_in_schema")


def health_route(
    facts: Facts, use: FrameworkUse, wiring: Wiring, web: Web, place: Place | None = None
) -> tuple[Edit, ...]:
    """The route, registered ahead of what takes every path; none where there is one or no engine to ask for.

    What it asks stands right above it; at module level where the route stands in a function.
    """
    if not wiring.health or not wiring.shared.getters or has_route(facts, use):
        return ()
    values = {
        "module": wiring.shared,
        "getter": wiring.shared.getters[0],
        "is_async": wiring.asks_async,
        "status": free_name(facts, _STATUS),
        "decorator_target": use.name,
        "path": use.route,
        "name": free_name(facts, "database_health"),
        "quote": quote_of(facts),
        "kind": use.kind,
        "is_late": evaluates_later(facts),
    }
    status = piece("health/status.j2", values, wiring.template_dir)
    route = piece(f"health/{web.framework}.j2", values, wiring.template_dir)
    if status is None or route is None:
        return ()
    route = replace(route, body=_decorated(facts, use, web, route))
    where = place or route_place(facts, use, web)
    if not use.scope:
        both = Piece(tuple(dict.fromkeys((*status.imports, *route.imports))), f"{status.body}\n\n\n{route.body}")
        return edits(facts, both, where)
    return (*edits(facts, status, above(facts, use.scope)), *edits(facts, route, where, use.scope))


def closing_hook(
    facts: Facts, use: FrameworkUse, wiring: Wiring, template: str, place: Place | None = None, scope: str | None = None
) -> tuple[Edit, ...]:
    """The hook that a template renders, behind the application's creation; none where everything is closed."""
    awaits = template not in ("atexit", "celery")
    rows = wiring.closings(facts, awaits)
    wanted = {row.name for row in rows}
    if not wiring.close or not wanted:
        return ()
    values = {
        "module": _left(wiring.shared, wanted),
        "target": use.name,
        "opens": wiring.openings(facts),
        "is_late": evaluates_later(facts),
        "closes": tuple(row for row in rows if row.name not in ("close_db", "close_async_db")),
        "quote": quote_of(facts),
    }
    what = piece(f"lifespan/{template}.j2", values, wiring.template_dir)
    if what is None:
        return ()
    where = place or after(facts, use.scope, use.span)
    return edits(facts, what, where, use.scope if scope is None else scope)


def has_route(facts: Facts, use: FrameworkUse) -> bool:
    """Whether the module answers with the pool's numbers already."""
    return use.has_health_db or any(function.name == _STATUS for function in facts.functions)


def _left(shared: SharedModule, wanted: set[str]) -> SharedModule:
    rows = (row for row in shared.engines if ("close_async_db" if row.is_async else "close_db") in wanted)
    return replace(shared, engines=tuple(rows))


def _decorated(facts: Facts, use: FrameworkUse, web: Web, what: Piece) -> str:
    """The body with the tags and the visibility that the object's other health routes have."""
    line, _, rest = what.body.partition("\n")
    if not line.startswith("@") or not line.endswith(")"):
        return what.body
    copied = "".join(f", {key}={text}" for key, text in _keywords(facts, use, web))
    return f"{line[:-1]}{copied})\n{rest}"


def _keywords(facts: Facts, use: FrameworkUse, web: Web) -> list[tuple[str, str]]:
    rows = [row for row in registrations(facts, use.name) if row.path is not None and "health" in row.path]
    rows = [row for row in rows if row.call.role == "decorator" and row.method in web.routes]
    found = []
    for key, value in rows[-1].call.expr.keywords if rows else ():
        items = [literal(part) for part in value.parts]
        if key in _COPIED and value.kind == "const" and isinstance(value.value, bool):
            found.append((key, repr(value.value)))
        elif key in _COPIED and value.kind == "list" and all(isinstance(item, str) for item in items):
            found.append((key, source_of(items, quote_of(facts))))
    return found
