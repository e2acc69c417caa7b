"""How an ASGI application closes the database: in its own lifespan, beside its own handlers, or around both."""

from __future__ import annotations

from collections.abc import Sequence

from consolidator.frameworks._lifespan import closing
from consolidator.frameworks._placing import after, ahead, inserted
from consolidator.frameworks._rendering import free_name, imported
from consolidator.frameworks._serving import closing_hook
from consolidator.frameworks._web import Registration, registrations
from consolidator.frameworks.wiring import Closing, Wiring
from consolidator.model import Edit, Expr, Facts, FrameworkUse, Function, Replace, Span
from consolidator.syntax.names import argument, called, names_of
from consolidator.syntax.quotes import quote_of

Rows = Sequence[Closing]


def close(facts: Facts, use: FrameworkUse, wiring: Wiring, template: str) -> tuple[Edit, ...]:
    """Edits that close what the module does not close yet, the least surprising way that works.

    An application's lifespan generator of the same module is edited; beside `on_event` handlers stands one more; an
    application without either, which nobody else gets to see, is given a lifespan; any other is wrapped.
    """
    rows = wiring.closings(facts)
    if not wiring.close or not rows:
        return ()
    if use.lifespan == "lifespan":
        edits = _in_lifespan(facts, use, wiring, rows)
    elif use.lifespan == "on_event":
        edits = _beside_handlers(facts, use, wiring, rows)
    else:
        edits = _new_lifespan(facts, use, rows) if use.lifespan == "none" else ()
    return edits or closing_hook(facts, use, wiring, template)


def calls_of(rows: Rows) -> tuple[str, ...]:
    """The lines that close, in order."""
    return tuple(row.line for row in rows)


def imports_of(rows: Rows) -> tuple[Edit, ...]:
    """The imports that the lines need."""
    return tuple(row.edit for row in rows)


def _creation(facts: Facts, use: FrameworkUse) -> Expr | None:
    return next((b.value for b in facts.bindings if b.span == use.span and b.target == use.name), None)


def _in_lifespan(facts: Facts, use: FrameworkUse, wiring: Wiring, rows: Rows) -> tuple[Edit, ...]:
    call = _creation(facts, use)
    given = argument(call, "lifespan") if call is not None else None
    function = _function(facts, given, use.scope)
    if function is None:
        return ()
    edits = closing(facts, function, calls_of(rows), wiring.disposed)
    return (*imports_of(rows), *edits) if edits else ()


def _function(facts: Facts, given: Expr | None, scope: str) -> Function | None:
    """The local function that a name stands for, seen from a scope."""
    if given is None or given.kind != "name":
        return None
    named = [f for f in facts.functions if f.name == given.value and f.scope in ("", scope)]
    return named[-1] if named else None


def _beside_handlers(facts: Facts, use: FrameworkUse, wiring: Wiring, rows: Rows) -> tuple[Edit, ...]:
    """The lines in place of a disposal in a shutdown handler, else a handler of their own behind the last one."""
    handlers = [r for r in registrations(facts, use.name, use.scope) if r.method in ("on_event", "add_event_handler")]
    decorators = [row for row in handlers if row.call.role == "decorator"]
    if not decorators:
        return ()
    functions = [f for f in facts.functions if any(f.span.holds(r.call.expr.span) for r in decorators)]
    for span in wiring.disposed:
        inside = [f for f in functions if f.span.holds(span) and _is_shutdown(decorators, f)]
        if inside and (inside[0].is_async or not any(row.is_async for row in rows)):
            text = f"{facts.newline}{' ' * (span.column - 1)}".join(calls_of(rows))
            return (*imports_of(rows), Replace(span, text))
    place = after(facts, use.scope, functions[-1].span)
    return (*imports_of(rows), inserted(facts, place, _handler(facts, use, rows)))


def _is_shutdown(decorators: Sequence[Registration], function: Function) -> bool:
    return any(row.path == "shutdown" and function.span.holds(row.call.expr.span) for row in decorators)


def _handler(facts: Facts, use: FrameworkUse, rows: Rows) -> str:
    kind = "async def" if any(row.is_async for row in rows) else "def"
    mark = quote_of(facts)
    head = f"@{use.name}.on_event({mark}shutdown{mark})\n{kind} {free_name(facts, 'close_database')}() -> None:"
    doc = '    """Close the database\'s pools."""'
    return "\n".join((head, doc, *(f"    {line}" for line in calls_of(rows))))


def _new_lifespan(facts: Facts, use: FrameworkUse, rows: Rows) -> tuple[Edit, ...]:
    """A lifespan generator ahead of the application and `lifespan=` for it.

    Not where the application is handed to other functions, which may register handlers that it then ignores.
    """
    call = _creation(facts, use)
    if call is None or use.scope or _is_handed_on(facts, use) or any(key is None for key, _ in call.keywords):
        return ()
    keyword = _keyword(facts, call)
    name = free_name(facts, "lifespan")
    if keyword is None or name != "lifespan":
        return ()
    made = facts.text(call.parts[0].span)
    text = "\n".join(
        (
            "@asynccontextmanager",
            f"async def lifespan(app: {made}) -> AsyncIterator[None]:",
            '    """Close the database\'s pools when the application stops."""',
            "    try:",
            "        yield",
            "    finally:",
            *(f"        {line}" for line in calls_of(rows)),
        )
    )
    helpers = imported(facts, [("collections.abc", "AsyncIterator"), ("contextlib", "asynccontextmanager")])
    place = inserted(facts, ahead(facts, use.scope, use.span), text)
    return (*helpers, *imports_of(rows), place, keyword)


def _is_handed_on(facts: Facts, use: FrameworkUse) -> bool:
    """Whether the application is an argument of a call: whoever gets it may register handlers."""
    names = names_of(facts)
    given = [call.expr for call in facts.calls if called(names, call.expr) != "uvicorn.run"]
    values = (value for call in given for value in (*call.parts[1:], *(value for _, value in call.keywords)))
    return any(value.kind == "name" and value.value == use.name for value in values)


def _keyword(facts: Facts, call: Expr) -> Replace | None:
    """`lifespan=lifespan` behind the last argument of a call, on a line of its own where they have lines."""
    given = [*call.parts[1:], *(value for _, value in call.keywords)]
    if not given:
        at = call.span.end - 1
        return Replace(Span(at, at), "lifespan=lifespan")
    last = max(given, key=lambda value: value.span)
    rest = facts.source[last.span.end : call.span.end]
    if "".join(rest.split()) not in (")", ",)"):
        return None
    if "\n" not in rest:
        return Replace(Span(last.span.end, last.span.end), ", lifespan=lifespan")
    indent = _indent_of(facts, last)
    comma = rest.find(",")
    at = last.span.end if comma < 0 else last.span.end + comma + 1
    return Replace(Span(at, at), f"{',' if comma < 0 else ''}{facts.newline}{indent}lifespan=lifespan,")


def _indent_of(facts: Facts, last: Expr) -> str:
    start = facts.source.rfind("\n", 0, last.span.start) + 1
    head = facts.source[start : last.span.start]
    return head[: len(head) - len(head.lstrip())]
