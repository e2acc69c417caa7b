"""Settings that are read by a library's typed reader: `env.int("X", 5)`, `config("X", cast=int, default=5)`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from consolidator.model import Expr, Facts, NewSetting, SettingsHome
from consolidator.settings_styles._fields import Field
from consolidator.settings_styles._layout import Layout
from consolidator.settings_styles._pool_names import spelled
from consolidator.settings_styles._reads import Read, text_argument, walk
from consolidator.syntax.expressions import dotted
from consolidator.syntax.names import called, literal, names_of


def made_by(facts: Facts, makers: Iterable[str]) -> Mapping[str, Expr]:
    """Module-level names bound to a call of one of `makers` (full names), with that call."""
    names, wanted = names_of(facts), frozenset(makers)
    return {
        b.target: b.value
        for b in facts.bindings
        if b.scope == "" and b.value is not None and called(names, b.value) in wanted
    }


def typed_read(functions: Iterable[str]) -> Read:
    """Recognises calls `function("X", ...)` and `function.int("X", ...)` of local names."""
    known = frozenset(functions)

    def read(expr: Expr) -> str | None:
        name = dotted(expr.parts[0]) if expr.kind == "call" else None
        return text_argument(expr) if name is not None and len(name) <= 2 and name[0] in known else None

    return read


def cast_value(
    facts: Facts, home: SettingsHome, rows: Sequence[Field], layout: Layout, new: NewSetting, read: Read
) -> str:
    """`config("POOL_SIZE", cast=int, default=5)`, its keywords in the order of the neighbours'."""
    calls = [expr for row in rows if row.value is not None for expr in walk(row.value) if read(expr)]
    function = Counter(facts.text(call.parts[0].span) for call in calls).most_common(1)[0][0]
    keys = [[key for key, _ in call.keywords] for call in calls]
    default_first = sum(k.index("default") < k.index("cast") for k in keys if {"cast", "default"} <= set(k))
    both = sum({"cast", "default"} <= set(k) for k in keys)
    parts = ["cast=int", f"default={new.default}"]
    if default_first * 2 > both:
        parts.reverse()
    variable = layout.string(f"{home.prefix or ''}{spelled(home, new).upper()}")
    return f"{function}({variable}, {', '.join(parts)})"


def prefix_of(calls: Iterable[Expr], keyword: str) -> str | None:
    """The literal prefix that a reader is made with; None where it is computed."""
    found = [value for call in calls for key, value in call.keywords if key == keyword]
    if not found:
        return ""
    text = literal(found[0])
    return text if isinstance(text, str) else None
