"""A shared module as version 0.1 wrote it, to what its short form has: getters, engines, where it reads its sizes.

Version 0.1 wrote a registry, `shared_engine(url, **options)`, with helpers for the health route and a pool that warns.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from consolidator.deciding.parts import is_text
from consolidator.frozen import replace
from consolidator.meaning.blocks import statements_in
from consolidator.meaning.world import World
from consolidator.model import Engines, Expr, Facts, Function, Getter, PoolOptions, SettingsReader
from consolidator.regex import lazy
from consolidator.syntax.expressions import dotted

_MARKS = {"_pool_settings", "_engine_arguments", "_default_pool"}
_SHARE = {"shared_engine": False, "shared_async_engine": True}
_NUMBER = lazy(
    r'"(pool_size|max_overflow|pool_timeout|pool_recycle)": _(checked|variable)\("(\w+)", ([^,\n]{1,200}), -?\d+\),'
)
_KEYS = {"pool_size": "size", "max_overflow": "max_overflow", "pool_timeout": "timeout", "pool_recycle": "recycle"}


def is_first_form(facts: Facts) -> bool:
    """Whether a file is a shared module as version 0.1 wrote it."""
    return {function.name for function in facts.functions} >= _MARKS


def reader(facts: Facts, given: PoolOptions) -> tuple[SettingsReader, PoolOptions]:
    """Where the module reads its sizes, and their defaults; those that nobody wrote there are the `given` ones."""
    function = next(row for row in facts.functions if row.name == "_pool_settings")
    text = facts.text(function.span)
    rows = _NUMBER.findall(text)
    names = tuple((_KEYS[argument], name) for argument, _, name, _ in rows)
    if any(kind == "variable" for _, kind, _, _ in rows):
        defaults = {_KEYS[argument]: int(value) for argument, _, _, value in rows if value.isdigit()}
        return SettingsReader(names=names), replace(
            given,
            size=defaults.get("size", given.size),
            max_overflow=defaults.get("max_overflow", given.max_overflow),
            timeout=defaults.get("timeout", given.timeout),
            recycle=defaults.get("recycle", given.recycle),
        )
    imports = tuple(line.strip() for line in text.split("\n") if re.match(r"\s+(from|import)\s", line))
    holder = rows[0][3].rpartition(".")[0] if rows else ""
    values = [s.value for s in statements_in(function.body) if s.kind == "assign" and s.targets == (holder,)]
    accessor = facts.text(values[0].span) if values and values[0] is not None else holder
    return SettingsReader(accessor, imports, names), given


def getters(world: World, facts: Facts, taken: Collection[str]) -> tuple[tuple[Getter, ...], tuple[Engines, ...]]:
    """Its functions that give an engine, and its engines; the names `taken` are those that other files import."""
    found: list[Getter] = []
    kinds: dict[tuple[bool, tuple[tuple[str, str], ...]], Engines] = {}
    for function in facts.functions:
        call = _shares(function)
        if call is None:
            continue
        is_async = _SHARE[(dotted(call.parts[0]) or ("",))[0]]
        url = _bound_url(function) or call.parts[1]
        options = tuple((key or "", facts.text(value.span)) for key, value in call.keywords)
        text = is_text(world, facts.path, url, function.qualname)
        known = kinds.get((is_async, options))
        number = sum(kind[0] == is_async for kind in kinds)
        base = "_async_engines" if is_async else "_engines"
        row = known or Engines(f"{base}_{number + 1}" if number else base, is_async, options)
        kinds[is_async, options] = replace(row, is_text=text and (known is None or known.is_text))
        imports = [line.strip() for line in facts.text(function.span).split("\n")[1:]]
        found.append(
            Getter(
                function.name,
                " ".join(facts.text(url.span).split()),
                tuple(line for line in imports if line.startswith(("from ", "import "))),
                is_async,
                _bound_url(function) is not None,
                engines=row.variable,
            )
        )
    rows = [replace(row, by_url=name) if (name := _by_url(row, taken)) else row for row in kinds.values()]
    return tuple(found), tuple(rows)


def _by_url(row: Engines, taken: Collection[str]) -> str:
    name = "shared_async_engine" if row.is_async else "shared_engine"
    return name if name in taken and not row.options else ""


def _shares(function: Function) -> Expr | None:
    """The call of the registry that a getter returns."""
    if function.scope or function.params:
        return None
    values = [s.value for s in statements_in(function.body) if s.kind == "return"]
    calls = [v for v in values if v is not None and v.kind == "call" and (dotted(v.parts[0]) or ("",))[0] in _SHARE]
    return calls[0] if calls else None


def _bound_url(function: Function) -> Expr | None:
    """What an optional getter asks for first: `url = ...`, `if not url: return None`."""
    rows = (s.value for s in statements_in(function.body) if s.kind == "assign" and s.targets == ("url",))
    return next((value for value in rows if value is not None), None)
