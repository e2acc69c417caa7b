"""Strings that name `create_engine` in a module that no longer calls it: they patch what nobody uses any more.

`mock.patch` must name the module in which the name is looked up:
https://docs.python.org/3/library/unittest.mock.html#where-to-patch
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from consolidator.hazards._scene import Scene, reported
from consolidator.model import Facts, Finding, Resource, Span
from consolidator.syntax.expressions import dotted

CODE = "CE305"
_SETTERS = {"setattr", "object", "delattr", "spy"}
_CURE = "patch the shared module's `create_engine`, or the getter where it is looked up"


def find(scene: Scene) -> tuple[Finding, ...]:
    """Dotted strings, and attributes set by name, that meant the creation call of a shared site."""
    moved: dict[str, set[str]] = defaultdict(set)
    for site in scene.replaced:
        moved[_written(site)].add(site.path)
    late = {site.creator: site.path for site in reversed(scene.replaced) if _is_looked_up_late(site)}
    quoted = [name + quote for name in moved for quote in "\"'"]
    named = [facts for facts in scene.world.facts.values() if any(text in facts.source for text in quoted)]
    rows = (row for facts in named for row in (*_dotted(facts, moved, late), *_by_name(scene, facts, moved)))
    return tuple(_finding(facts, span, scope, path) for facts, span, scope, path in rows)


_Row = tuple[Facts, Span, str, str]


def _written(site: Resource) -> str:
    """The name that the module looks up when it creates the engine."""
    return (dotted(site.call.expr.parts[0]) or ("",))[-1]


def _is_looked_up_late(site: Resource) -> bool:
    """`sqlalchemy.create_engine(...)`, or an import inside the function: patches of the library reached it."""
    names = dotted(site.call.expr.parts[0]) or ()
    local = any(row.scope and row.bound == names[0] for row in site.facts.imports) if names else False
    return len(names) > 1 or local


def _dotted(facts: Facts, moved: dict[str, set[str]], late: dict[str, str]) -> Iterator[_Row]:
    for text in facts.texts:
        head, _, last = text.value.rpartition(".")
        for path in sorted(moved.get(last, ())) if head else ():
            if _is_module(path, head):
                yield facts, text.span, text.scope, path
        if text.value in late:
            yield facts, text.span, text.scope, late[text.value]


def _is_module(path: str, name: str) -> bool:
    stem = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    return stem == name or stem.endswith(f".{name}")


def _by_name(scene: Scene, facts: Facts, moved: dict[str, set[str]]) -> Iterator[_Row]:
    """`monkeypatch.setattr(module, "create_engine", ...)` and `patch.object(module, "create_engine")`."""
    for call in facts.calls:
        function, given = dotted(call.expr.parts[0]), call.expr.parts[1:3]
        if function is None or function[-1] not in _SETTERS or len(given) < 2 or given[1].kind != "const":
            continue
        module = dotted(given[0])
        origin = scene.world.resolve(facts.path, module, call.scope) if module else None
        if origin is not None and origin.kind == "module" and origin.path in moved.get(str(given[1].value), ()):
            yield facts, given[1].span, call.scope, origin.path


def _finding(facts: Facts, span: Span, scope: str, path: str) -> Finding:
    reason = f"it names the creation call of {path}, which takes its engine from the shared module now"
    return reported(CODE, facts, span, scope, ("string reference could not be followed", reason, _CURE))
