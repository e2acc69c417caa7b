"""How other modules get at an instance of a settings class: a function, a module-level object, a call of the class."""

from __future__ import annotations

import re

from consolidator.model import Expr, Facts, Function
from consolidator.settings_styles._fields import class_fields
from consolidator.syntax.expressions import dotted


def instance(facts: Facts, owner: str) -> str | None:
    """The best way that the module itself offers: `get_settings()`, else `settings`; None without either."""
    functions = [f for f in facts.functions if _gives(facts, f, owner)]
    functions.sort(key=lambda f: not f.name.startswith("get"))
    if functions:
        return f"{functions[0].name}()"
    bound = [b for b in facts.bindings if b.scope == "" and b.target.isidentifier()]
    for binding in bound:
        if binding.value is not None and _builds(facts, binding.value, owner):
            return binding.target
    typed = [s for s in facts.body if s.kind == "annassign" and s.annotation == owner and s.value is not None]
    return typed[0].targets[0] if typed else None


def accessor(facts: Facts, owner: str, constructible: bool = True) -> str | None:
    """As `instance`, else through the object that holds this section, else a call of the class itself."""
    if "." in owner:
        return None
    direct = instance(facts, owner)
    return direct or _section(facts, owner) or (f"{owner}()" if constructible else None)


def parent(facts: Facts, owner: str) -> tuple[str, str] | None:
    """(class, field) where another class of the module holds `owner` as a section of its own."""
    for cls in facts.classes:
        for row in class_fields(facts, cls.qualname):
            plain = re.sub(r"[\"']|Optional\[|\]|\|\s*None", "", row.annotation or "").rstrip()
            default = next((v for k, v in row.value.keywords if k == "default_factory"), None) if row.value else None
            made = row.value is not None and _is_call_of(row.value, owner)
            if cls.qualname != owner and (plain == owner or made or (default and dotted(default) == (owner,))):
                return cls.qualname, row.name
    return None


def _section(facts: Facts, owner: str) -> str | None:
    above = parent(facts, owner)
    if above is None or "." in above[0]:
        return None
    outer = instance(facts, above[0]) or _section(facts, above[0])
    return f"{outer}.{above[1]}" if outer else None


def _gives(facts: Facts, function: Function, owner: str) -> bool:
    """Whether a module-level function without required parameters returns an instance."""
    required = [p for p in function.params if p.default is None and not p.kind.startswith("*")]
    if function.scope or function.is_async or function.is_generator or required or function.name == owner:
        return False
    if function.returns is not None:
        return function.returns.strip("\"'") == owner
    return any(s.kind == "return" and _returns(facts, s.value, function, owner) for s in function.body)


def _returns(facts: Facts, value: Expr | None, function: Function, owner: str) -> bool:
    if value is None:
        return False
    if value.kind != "name":
        return _is_call_of(value, owner)
    scopes = ("", function.qualname)
    return any(
        b.target == value.value and b.scope in scopes and b.value is not None and _is_call_of(b.value, owner)
        for b in facts.bindings
    )


def _builds(facts: Facts, value: Expr, owner: str) -> bool:
    if _is_call_of(value, owner):
        return True
    name = dotted(value.parts[0]) if value.kind == "call" else None
    return name is not None and any(f.name == name[0] and _gives(facts, f, owner) for f in facts.functions)


def _is_call_of(value: Expr, owner: str) -> bool:
    """`Settings(...)` or an alternative constructor `Settings.from_env(...)`."""
    name = dotted(value.parts[0]) if value.kind == "call" else None
    return name is not None and name[0] == owner and len(name) <= 2
