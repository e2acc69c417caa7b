"""Two sites of one deployable read the same variable with different defaults: without it they part ways.

They are not provably one database, so that they do not share an engine; a person decides which default is meant.
https://docs.python.org/3/library/os.html#os.getenv and
https://docs.pydantic.dev/latest/concepts/pydantic_settings/#environment-variable-names
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from consolidator.deciding.grouping import unit_of
from consolidator.frozen import dataclass
from consolidator.hazards._scene import Scene, reported
from consolidator.meaning.sources import Follower
from consolidator.meaning.world import World
from consolidator.model import Expr, Finding, Resource
from consolidator.patterns import migration, test_code
from consolidator.regex import lazy
from consolidator.settings_styles import pydantic
from consolidator.syntax.expressions import dotted

CODE = "CE301"
_READ = lazy(r"^env:(?P<name>[^()]+?)(?: or (?P<default>.+))?$", re.DOTALL)
_FIELD = lazy(r"^(?:new|class):[^:]+:[\w.]+(?:\(\))?\.\w+$")
_ELSEWHERE = (test_code, migration)
_CURE = "settle on one default for the variable, then run again"


@dataclass(frozen=True, slots=True)
class Read:
    """How a variable is read: its name, and its default as comparable text, None where there is none."""

    name: str
    default: str | None


def find(scene: Scene) -> tuple[Finding, ...]:
    """One finding for each site whose default differs from that of the first one."""
    kin: dict[tuple[str, str, bool], list[tuple[Resource, Read]]] = defaultdict(list)
    plain = [site for site in scene.sites if site.source.data is None]
    if len({site.source.key for site in plain}) < 2:
        return ()
    for site in plain:
        read = _read(scene.world, site)
        is_served = site.path in scene.served
        if read is not None and is_served and not any(rule.reason(site, scene.world) for rule in _ELSEWHERE):
            kin[unit_of(scene.world, site.path), read.name, site.is_async].append((site, read))
    return tuple(finding for _, rows in sorted(kin.items(), key=lambda item: item[0]) for finding in _differing(rows))


def _differing(rows: Sequence[tuple[Resource, Read]]) -> Iterator[Finding]:
    first, expected = rows[0]
    for site, read in rows[1:]:
        if read.default != expected.default:
            span = site.call.expr.span
            where = f"{first.path}:{first.call.expr.span.line}"
            reason = f"it reads {read.name} with another default than {where}: without the variable they part ways"
            words = ("same variable with different defaults", reason, _CURE)
            yield reported(CODE, site.facts, span, site.symbol, words)


def _read(world: World, site: Resource) -> Read | None:
    """The variable that a URL is, read in place or as a field of settings; None where it is more than that."""
    found = _READ.match(site.source.key)
    if found is not None:
        return Read(found["name"], found["default"])
    if site.source.field is None or not _FIELD.match(site.source.key):
        return None
    path, owner, field = site.source.field
    rows = world.bindings(path, owner, field)
    return _field(world, path, owner, field, rows[0].value) if len(rows) == 1 else None


def _field(world: World, path: str, owner: str, field: str, value: Expr | None) -> Read | None:
    """A field that reads the environment itself, or that pydantic fills from it."""
    key = Follower(world).follow(path, value, owner).key if value is not None else ""
    found = _READ.match(key)
    if found is not None:
        return Read(found["name"], found["default"])
    homes = pydantic.find(world.facts[path])
    variables = {name: variable for home in homes if home.owner == owner for name, variable in home.variables}
    default = _default(value)
    return Read(variables[field], default) if field in variables and default != "?" else None


def _default(value: Expr | None) -> str | None:
    """A field's default as text, None where it is required, "?" where it cannot be told."""
    if value is not None and value.kind == "call" and (dotted(value.parts[0]) or ("",))[-1] == "Field":
        given = dict(value.keywords)
        value = given.get("default") or (value.parts[1] if len(value.parts) > 1 else None)
        if "default_factory" in given:
            return "?"
    if value is None or value.value is Ellipsis:
        return None
    return repr(value.value) if value.kind == "const" else "?"
