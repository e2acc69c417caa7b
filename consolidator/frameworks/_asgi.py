"""How an ASGI application opens and closes the database: in its lifespan, beside its handlers, or around both."""

from __future__ import annotations

from collections.abc import Sequence

from consolidator.annotating import annotation
from consolidator.frameworks._lifespan import closing, opening
from consolidator.frameworks._placing import above, after, ahead, inserted
from consolidator.frameworks._rendering import free_name, imported, is_taken
from consolidator.frameworks._serving import closing_hook
from consolidator.frameworks._web import Registration, registrations
from consolidator.frameworks.wiring import Step, Wiring
from consolidator.frozen import dataclass
from consolidator.model import Edit, Expr, Facts, FrameworkUse, Function, Replace, Span
from consolidator.syntax.names import argument, called, evaluates_later, names_of
from consolidator.syntax.quotes import quote_of

Rows = Sequence[Step]
_HELPERS = (("collections.abc", "AsyncIterator"), ("contextlib", "asynccontextmanager"))
"""What a lifespan generator needs."""


@dataclass(frozen=True, slots=True)
class _Steps:
    """What one application runs when it starts and when it ends."""

    opens: Rows
    closes: Rows

    @property
    def imports(self) -> tuple[Edit, ...]:
        return imports_of((*self.opens, *self.closes))


def close(facts: Facts, use: FrameworkUse, wiring: Wiring, template: str) -> tuple[Edit, ...]:
    """Edits that open and close what the module does not open and close yet, the least surprising way that works.

    An application's lifespan generator of the same module is edited; beside `on_event` handlers stand more; an
    application without either, which nobody else gets to see, is given a lifespan; any other is wrapped.
    """
    rows = _Steps(wiring.openings(facts), wiring.closings(facts))
    if not wiring.close or not rows.closes:
        return ()
    if use.lifespan == "lifespan":
        edits = _in_lifespan(facts, use, wiring, rows)
    elif use.lifespan == "on_event":
        edits = _beside_handlers(facts, use, wiring, rows)
    else:
        edits = _new_lifespan(facts, use, rows, wiring.shared.python) if use.lifespan == "none" else ()
    return edits or closing_hook(facts, use, wiring, template)


def calls_of(rows: Rows) -> tuple[str, ...]:
    """The lines that close, in order."""
    return tuple(row.line for row in rows)


def imports_of(rows: Rows) -> tuple[Edit, ...]:
    """The imports that the lines need."""
    return tuple(row.edit for row in rows)


def _creation(facts: Facts, use: FrameworkUse) -> Expr | None:
    return next((b.value for b in facts.bindings if b.span == use.span and b.target == use.name), None)


def _in_lifespan(facts: Facts, use: FrameworkUse, wiring: Wiring, rows: _Steps) -> tuple[Edit, ...]:
    call = _creation(facts, use)
    given = argument(call, "lifespan") if call is not None else None
    function = _function(facts, given, use.scope)
    if function is None:
        return ()
    edits = closing(facts, function, calls_of(rows.closes), wiring.disposed)
    start = opening(facts, function, calls_of(rows.opens))
    return (*rows.imports, *start, *edits) if edits and bool(start) == bool(rows.opens) else ()


def _function(facts: Facts, given: Expr | None, scope: str) -> Function | None:
    """The local function that a name stands for, seen from a scope."""
    if given is None or given.kind != "name":
        return None
    named = [f for f in facts.functions if f.name == given.value and f.scope in ("", scope)]
    return named[-1] if named else None


def _beside_handlers(facts: Facts, use: FrameworkUse, wiring: Wiring, rows: _Steps) -> tuple[Edit, ...]:
    """A start-up handler ahead of the others; the closing in place of a disposal, or in a handler behind the last."""
    handlers = [r for r in registrations(facts, use.name, use.scope) if r.method in ("on_event", "add_event_handler")]
    decorators = [row for row in handlers if row.call.role == "decorator"]
    if not decorators:
        return ()
    functions = [f for f in facts.functions if any(f.span.holds(r.call.expr.span) for r in decorators)]
    for span in wiring.disposed:
        inside = [f for f in functions if f.span.holds(span) and _is_shutdown(decorators, f)]
        if inside and (inside[0].is_async or not any(row.is_async for row in rows.closes)):
            text = f"{facts.newline}{' ' * (span.column - 1)}".join(calls_of(rows.closes))
            return (*rows.imports, *_starting(facts, use, functions, rows), Replace(span, text))
    stop = inserted(facts, after(facts, use.scope, functions[-1].span), _handler(facts, use, "shutdown", rows.closes))
    return (*rows.imports, *_starting(facts, use, functions, rows), stop)


def _starting(facts: Facts, use: FrameworkUse, handlers: Sequence[Function], rows: _Steps) -> tuple[Edit, ...]:
    if not rows.opens:
        return ()
    return (inserted(facts, ahead(facts, use.scope, handlers[0].span), _handler(facts, use, "startup", rows.opens)),)


def _is_shutdown(decorators: Sequence[Registration], function: Function) -> bool:
    return any(row.path == "shutdown" and function.span.holds(row.call.expr.span) for row in decorators)


def _handler(facts: Facts, use: FrameworkUse, event: str, rows: Rows) -> str:
    kind = "async def" if any(row.is_async for row in rows) else "def"
    mark = quote_of(facts)
    name, doc = ("open_database", "Open") if event == "startup" else ("close_database", "Close")
    head = f"@{use.name}.on_event({mark}{event}{mark})\n{kind} {free_name(facts, name)}() -> None:"
    return "\n".join((head, f'    """{doc} the database\'s pools."""', *(f"    {line}" for line in calls_of(rows))))


def _new_lifespan(facts: Facts, use: FrameworkUse, rows: _Steps, python: tuple[int, int]) -> tuple[Edit, ...]:
    """A lifespan generator ahead of the application and `lifespan=` for it.

    Not where the application is an attribute or handed to other functions: whoever gets it may register handlers, which
    it would then ignore.
    """
    call = _creation(facts, use)
    if call is None or "." in use.name or _is_handed_on(facts, use) or any(key is None for key, _ in call.keywords):
        return ()
    place = above(facts, use.scope) if use.scope else ahead(facts, "", use.span)
    keyword = _keyword(facts, call)
    name = free_name(facts, "lifespan")
    if keyword is None or name != "lifespan" or any(is_taken(facts, *row) for row in _HELPERS):
        return ()
    made = facts.text(call.parts[0].span)
    yields = annotation("AsyncIterator[None]", python, evaluates_later(facts), quote_of(facts))
    text = "\n".join(
        (
            "@asynccontextmanager",
            f"async def lifespan(app: {made}) -> {yields}:",
            f'    """{_purpose(rows)}."""',
            *(f"    {line}" for line in calls_of(rows.opens)),
            "    yield",
            *(f"    {line}" for line in calls_of(rows.closes)),
        )
    )
    helpers = imported(facts, _HELPERS)
    return (*helpers, *rows.imports, inserted(facts, place, text), keyword)


def _purpose(rows: _Steps) -> str:
    if rows.opens:
        return "Open the database's pools when the application starts, close them when it stops"
    return "Close the database's pools when the application stops"


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
