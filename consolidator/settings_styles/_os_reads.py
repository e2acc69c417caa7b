"""`os.getenv` and `os.environ` reads: recognised, and new ones written like their neighbours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from consolidator.model import Expr, Facts, NewSetting, SettingsHome
from consolidator.settings_styles._fields import Field
from consolidator.settings_styles._layout import Layout
from consolidator.settings_styles._pool_names import spelled
from consolidator.settings_styles._reads import Read, text_argument, walk
from consolidator.syntax.names import called, literal, names_of, qualified

_GETTERS = {"os.getenv", "os.environ.get"}


def os_read(facts: Facts) -> Read:
    """Recognises `os.getenv("X")`, `os.environ["X"]`, and helper functions of the module that read them by name."""
    if "environ" not in facts.source and "getenv" not in facts.source:
        return lambda expr: None
    names = names_of(facts)
    helpers = {name for name, _ in _helpers(facts)}

    def read(expr: Expr) -> str | None:
        if expr.kind == "subscript" and qualified(names, expr.parts[0]) == "os.environ":
            found = literal(expr.parts[1])
            return found if isinstance(found, str) else None
        function = called(names, expr)
        return text_argument(expr) if function in _GETTERS or function in helpers else None

    return read


def os_value(facts: Facts, home: SettingsHome, rows: Sequence[Field], layout: Layout, new: NewSetting) -> str:
    """`int(os.getenv("POOL_SIZE", "5"))`, or the module's own reader of whole numbers."""
    variable = layout.string(f"{home.prefix or ''}{spelled(home, new).upper()}")
    read = os_read(facts)
    calls = [expr for row in rows if row.value is not None for expr in walk(row.value) if read(expr)]
    helper = _number_helper(facts, calls)
    if helper:
        return f"{helper}({variable}, {new.default})"
    default = str(new.default) if _has_number_default(calls) else layout.string(str(new.default))
    return f"int({_getter(facts, calls)}({variable}, {default}))"


def _helpers(facts: Facts) -> list[tuple[str, str | None]]:
    """(name, return annotation) of module-level functions that read the variable named by their first parameter."""
    names = names_of(facts)
    readers = {
        (call.scope, call.expr.parts[1].value)
        for call in facts.calls
        if len(call.expr.parts) > 1 and call.expr.parts[1].kind == "name" and called(names, call.expr) in _GETTERS
    }
    functions = [f for f in facts.functions if f.scope == "" and f.params]
    return [(f.name, f.returns) for f in functions if (f.qualname, f.params[0].name) in readers]


def _number_helper(facts: Facts, calls: Sequence[Expr]) -> str | None:
    whole = {name for name, returns in _helpers(facts) if returns == "int"}
    names = names_of(facts)
    return next((called(names, call) for call in calls if called(names, call) in whole and len(call.parts) > 2), None)


def _getter(facts: Facts, calls: Sequence[Expr]) -> str:
    """The reading function as most neighbours write it; `os.environ["X"]` offers `os.environ.get`."""
    names = names_of(facts)
    found: Counter[str] = Counter()
    for call in calls:
        if called(names, call) in _GETTERS:
            found[facts.text(call.parts[0].span)] += 2
        elif call.kind == "subscript":
            found[f"{facts.text(call.parts[0].span)}.get"] += 1
    return found.most_common(1)[0][0] if found else "os.environ.get"


def _has_number_default(calls: Sequence[Expr]) -> bool:
    return any(call.kind == "call" and len(call.parts) > 2 and isinstance(call.parts[2].value, int) for call in calls)
