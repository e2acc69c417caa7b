"""Small questions to an expression or a function body: what is passed, what is returned, is only the driver changed?"""

from __future__ import annotations

from consolidator.model import Expr, Facts, Function, Span, Statement, only
from consolidator.regex import lazy
from consolidator.syntax.expressions import dotted

_SCHEME = lazy(r"^[a-z0-9]*(\+[a-z0-9_]+)?(://)?$")


def target_of(facts: Facts, created: Span, scope: str) -> str:
    """The variable that a call's value is assigned to, awaited or not; "" where there is none."""
    rows = (b for b in facts.some_bindings(only(scope)) if b.scope == scope and b.value is not None)
    return next((b.target for b in rows if b.value is not None and gives(b.value, created)), "")


def gives(value: Expr, created: Span) -> bool:
    """Whether an expression is the call at a span, awaited or not."""
    return value.span == created or (value.kind == "await" and value.parts[0].span == created)


def argument(call: Expr, function: Function, name: str) -> Expr | None:
    """The expression that a call passes for a parameter, None where it is left to the default or hidden."""
    keyword = next((value for key, value in call.keywords if key == name), None)
    if keyword is not None:
        return keyword
    names = [p.name for p in function.params if p.kind == "positional"]
    if function.is_method:
        names = names[1:]
    given = call.parts[1:]
    if name in names and names.index(name) < len(given):
        return given[names.index(name)]
    return None


def is_driver_replacement(expr: Expr) -> bool:
    """Whether a call is `.replace("postgresql://", "postgresql+asyncpg://")`, or `.set(drivername=...)`."""
    function = expr.parts[0]
    if function.kind != "attr":
        return False
    if function.value == "set":
        return [key for key, _ in expr.keywords] == ["drivername"] and len(expr.parts) == 1
    arguments = [part.value for part in expr.parts[1:3] if part.kind == "const"]
    texts = [value for value in arguments if isinstance(value, str)]
    return function.value == "replace" and len(texts) == 2 and all(_SCHEME.match(text) for text in texts)


def is_driver_change(value: Expr, name: str) -> bool:
    if value.kind != "call" or not is_driver_replacement(value):
        return False
    return dotted(value.parts[0].parts[0]) == (name,)


def normalises(function: Function) -> bool:
    """Whether a function returns its parameter, only ever with another driver in it."""
    returned = [value for value in returns(function.body) if value is not None]
    if not returned or len(function.params) != 1:
        return False
    name = function.params[0].name
    return all(dotted(value) == (name,) or is_driver_change(value, name) for value in returned)


def only_return(function: Function) -> Expr | None:
    returned = list(returns(function.body))
    return returned[0] if len(returned) == 1 and not function.is_generator else None


def returns(body: tuple[Statement, ...]) -> list[Expr | None]:
    found: list[Expr | None] = []
    for statement in body:
        if statement.kind == "return":
            found.append(statement.value)
        for part in (statement.body, statement.orelse, statement.finalbody):
            found += returns(part)
        for handler in statement.handlers:
            found += returns(handler.body)
    return found


def mentions(expr: Expr, name: str) -> bool:
    if expr.kind == "name" and expr.value == name:
        return True
    return any(mentions(part, name) for part in (*expr.parts, *(value for _, value in expr.keywords)))


def shape(expr: Expr) -> str:
    inner = ",".join(shape(part) for part in (*expr.parts, *(value for _, value in expr.keywords)))
    return f"{expr.kind}:{expr.value!r}({inner})"


def prefix(literals: list[str | None]) -> str | None:
    """The constant beginning of a formatted string: enough to know the dialect."""
    text = ""
    for item in literals:
        if item is None:
            break
        text += item
    return text or None


def formatted(template: str | None, method: str) -> str | None:
    return template.split("{")[0] or None if template and method == "format" else None


def is_annotated(facts: Facts) -> bool:
    """Whether a file annotates its functions."""
    return any(f.returns or any(p.annotation for p in f.params) for f in facts.functions)
