"""The creating call of a home to what a test has to change so that its engine can be foretold when the module runs."""

from __future__ import annotations

from collections.abc import Iterator

from consolidator.deciding.homes import engine_of
from consolidator.deciding.settings import SettingsPlan
from consolidator.editing.sizing import size_read
from consolidator.editing.wiring_probe import PLACE, SIZE, URL, Reads, Rows, changes
from consolidator.frozen import dataclass
from consolidator.meaning.world import World
from consolidator.model import Expr, Facts, PoolOptions, Resource
from consolidator.syntax.names import names_of, qualified

_HOPS = 4


@dataclass(frozen=True, slots=True)
class Rerun:
    """The home's module, run again up to the creation of its engine.

    `path` is its file, `name` what it is called then, `creator` the dotted name of what creates the engine, `function`
    the one that does so once the module has run, "" where running it does. `url` is where a mock of the creator has the
    URL, `place` what stands behind the `//` of that, `size` the pool's, None where the settings do not have it;
    `patches` make them so, as in `wiring_probe.changes`.
    """

    path: str
    name: str
    creator: str
    function: str
    url: str
    place: str
    size: int | None
    patches: Rows


def rerun(world: World, site: Resource, module: str, settings: SettingsPlan | None, pool: PoolOptions) -> Rerun | None:
    """How a test sees what the engine of a home is made of; None where that cannot be foretold.

    `module` is the home's dotted name, `settings` are those that size its engine, None where nobody asked for sizes.
    """
    facts, engine = site.facts, engine_of(site)
    creator = qualified(names_of(facts), site.call.expr.parts[0])
    stands_alone = any(row.span == site.call.statement for row in facts.body) or not site.at_import
    if site.url is None or engine is None or creator is None or not stands_alone or not _ends_well(creator):
        return None
    size = size_read(world, site, settings, pool) if settings is not None else None
    reads: Reads = [(_unfolded(site, site.url), URL), *([(size, SIZE)] if size is not None else [])]
    patches = changes(reads, [*_imports(facts), *(settings.reader.imports if settings is not None else ())], module)
    if patches is None:
        return None
    function = engine.removesuffix("()") if engine.endswith("()") else ""
    name = ".".join([*module.split(".")[:-1], "again"])
    url = "args[0]" if site.url in site.call.expr.parts else 'kwargs["url"]'
    return Rerun(site.path, name, creator, function, url, PLACE, SIZE if size is not None else None, patches)


def _imports(facts: Facts) -> Iterator[str]:
    for row in facts.imports:
        if row.name is not None:
            yield f"from {'.' * row.level}{row.module} import {row.name} as {row.bound}"


def _ends_well(creator: str) -> bool:
    return creator.rpartition(".")[0] != "" and creator.endswith((".create_engine", ".create_async_engine"))


def _unfolded(site: Resource, expr: Expr, hops: int = _HOPS) -> str:
    """The text of an expression, the module's own names in it replaced by what they were given."""
    rows = [b for b in site.facts.bindings if b.target == expr.value and b.scope in ("", site.scope)]
    if expr.kind == "name" and hops and len(rows) == 1 and rows[0].value is not None:
        return _unfolded(site, rows[0].value, hops - 1)
    if expr.kind == "attr":
        return f"{_unfolded(site, expr.parts[0], hops)}.{expr.value}"
    return site.text(expr)
