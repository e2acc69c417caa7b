"""A group to the function of the shared module that serves it, and each of its sites to the text that calls it."""

from __future__ import annotations

from collections.abc import Sequence

from consolidator.deciding.grouping import Group
from consolidator.deciding.merging import COSMETIC, computed_pool, cosmetic_of, derived, signature, travelling
from consolidator.deciding.parts import is_text, keeps_sqlite
from consolidator.deciding.relocation import NotRelocatable, Relocated, Relocator
from consolidator.frozen import dataclass
from consolidator.meaning.passwords import password_in
from consolidator.meaning.world import World
from consolidator.model import Engines, Expr, Facts, Getter, Resource
from consolidator.regex import lazy
from consolidator.syntax.expressions import dotted

_WORDS = lazy(r"database|sqlalchemy|postgres(ql)?|(?<![a-z])pg(?![a-z])|mysql|db|url|uri|dsn|connection|string|_")
_LITERAL = lazy(r"""(["'])([^"'\n]*)\1""")


@dataclass(frozen=True, slots=True)
class Conversion:
    """One group with the getter that serves it; `getter` is None where its URL cannot leave its place.

    `common` are the derived options that every site gives, `modules` the repository files that the getter imports,
    `engines` the dictionary of the shared module that holds the group's engines.
    """

    group: Group
    getter: Getter | None
    common: tuple[tuple[str, str], ...]
    modules: frozenset[str]
    engines: Engines


def name_of(group: Group, taken: set[str], is_main: bool) -> str:
    """The getter's name: `get_engine` for the main database, `get_<name>_engine` for others."""
    kind = "async_engine" if group.is_async else "engine"
    words = _WORDS.sub(" ", (group.source.env or (group.source.field or ("", "", ""))[2]).lower()).split()
    name = f"get_{kind}" if is_main or not words else f"get_{'_'.join(words)}_{kind}"
    number = 2
    while name in taken:
        name, number = f"get_{kind}_{number}", number + 1
    taken.add(name)
    return name


def convert(world: World, group: Group, target: str, closed: frozenset[str], name: str, phrase: str) -> Conversion:
    """Find the shortest form of the group's URL that the shared module can read by itself.

    Where it cannot do without a helper of the sites' own modules, the getter imports that helper when it runs. A URL
    with a password in it stays where it stands: the sites hand it over.
    Raises NotRelocatable where an option cannot leave its place.
    """
    common = _common(group)
    options = moved_options(world, group, target, closed)
    text = all(is_text(world, site.path, site.url, site.scope) for site in group.sites if site.url is not None)
    engines = Engines(
        variable="_async_engines" if group.is_async else "_engines",
        is_async=group.is_async,
        options=options.rows,
        imports=options.imports,
        keeps_sqlite=keeps_sqlite(group),
        is_text=text,
    )
    best: Relocated | None = None
    attempts = [(site, shut) for shut in (closed, frozenset[str]()) for site in group.sites]
    for site, shut in attempts:
        if best is not None and shut is not closed:
            break
        try:
            moved = _relocator(world, group, target, shut).move(site.path, _url(site), site.scope)
        except NotRelocatable:
            continue
        if best is None or (len(moved.imports), len(moved.text)) < (len(best.imports), len(best.text)):
            best = moved
    if best is None or _holds_password(best.text):
        return Conversion(group, None, common, options.modules, engines)
    getter = Getter(name, best.text, best.imports, group.is_async, database=phrase, engines=engines.variable)
    return Conversion(group, getter, common, best.modules | options.modules, engines)


def _holds_password(text: str) -> bool:
    """Whether a source text has a literal with somebody's password, of which a second file shall have no copy."""
    return any(password_in(match[2]) is not None for match in _LITERAL.finditer(text))


@dataclass(frozen=True, slots=True)
class MovedOptions:
    """Options of the one engine as (name, text), valid after `imports`; `modules` are the files that those name."""

    rows: tuple[tuple[str, str], ...] = ()
    imports: tuple[str, ...] = ()
    modules: frozenset[str] = frozenset()


def moved_options(world: World, group: Group, target: str, closed: frozenset[str]) -> MovedOptions:
    """The options of a group's engine, as the shared module writes them; raises NotRelocatable."""
    try:
        return _moved_options(world, group, target, closed)
    except NotRelocatable:
        return _moved_options(world, group, target, frozenset())


def can_move_options(world: World, group: Group, target: str) -> bool:
    """Whether the shared module can make the group's engine with all that makes it this engine.

    An option that each call would evaluate anew must not reach a function that is asked again and again.
    """
    try:
        moved_options(world, group, target, frozenset(site.path for site in group.sites))
    except NotRelocatable:
        return False
    return True


def missing_in(existing: Facts, site: Resource) -> str | None:
    """The function by URL, or the option, that a shared module of an earlier run does not have for a site."""
    name = "shared_async_engine" if site.is_async else "shared_engine"
    if name not in {function.name for function in existing.functions}:
        return name
    return next((key for key, _ in (*travelling(site), *computed_pool(site))), None)


def _moved_options(world: World, group: Group, target: str, closed: frozenset[str]) -> MovedOptions:
    relocator = _relocator(world, group, target, closed)
    rows: dict[str, str] = {}
    imports: list[str] = []
    modules: set[str] = set()
    for owner, key, value in _group_options(group):
        try:
            moved = relocator.move(owner.path, value, owner.scope)
        except NotRelocatable:
            if key in COSMETIC:
                continue
            raise
        rows[key] = moved.text
        imports += [line for line in moved.imports if line not in imports]
        modules |= moved.modules
    return MovedOptions(tuple(sorted(rows.items())), tuple(imports), frozenset(modules))


def _relocator(world: World, group: Group, target: str, closed: frozenset[str]) -> Relocator:
    return Relocator(world, target, closed, group.home.path if group.home else None)


def _url(site: Resource) -> Expr:
    assert site.url is not None
    return site.url


def _common(group: Group) -> tuple[tuple[str, str], ...]:
    """The derived options where every site gives the same; else none, and each site derives its own engine.

    A site without `isolation_level` must never get another site's: AUTOCOMMIT would commit what it rolls back.
    """
    given = {signature(site, derived(site)) for site in group.sites}
    return given.pop() if len(given) == 1 else ()


def _group_options(group: Group) -> list[tuple[Resource, str, Expr]]:
    """Options of the one engine: the lasting and derived ones that all agree on; of the others see `cosmetic_of`."""
    ordered = sorted(group.sites, key=lambda site: site is not group.home)
    first = ordered[0]
    rows = [(first, key, value) for key, value in (*travelling(first), *cosmetic_of(group.sites, group.home))]
    if _common(group):
        rows += [(first, key, value) for key, value in derived(first)]
    for site in ordered:
        rows += [(site, key, value) for key, value in computed_pool(site)]
    seen: set[str] = set()
    return [row for row in rows if not (row[1] in seen or seen.add(row[1]))]  # type: ignore[func-returns-value]


def uses_getter(conversion: Conversion, world: World, site: Resource) -> bool:
    """Whether a site calls the getter rather than the registry with its own URL.

    At import time only where the getter's own imports have already been made by the site's module: otherwise a module
    could be asked for a name that it does not have yet.
    """
    if conversion.getter is None or len(conversion.group.sites) == 1:
        return False
    if takes_parameter(world, site):
        return False
    if not site.at_import:
        return True
    rows = [row for row in site.facts.imports if row.scope == "" and row.span.end <= site.call.statement.start]
    ready = {world.modules.resolve(site.path, row) for row in rows}
    return conversion.modules <= ready


def main_conversion(conversions: Sequence[Conversion]) -> Conversion | None:
    """The conversion of the main database whose engine a health route asks."""
    return next((c for c in conversions if c.getter is not None), None)


def takes_parameter(world: World, site: Resource) -> bool:
    """Whether the URL is handed to the site: then it is shared by that URL, whoever hands it over."""
    return site.url is not None and _is_handed(world, site.path, site.url, site.scope, 0)


def _is_handed(world: World, path: str, expr: Expr, scope: str, depth: int) -> bool:
    names = dotted(expr)
    if names is not None and names[0] in ("self", "cls"):
        return True
    if names is not None:
        origin = world.resolve(path, names, scope)
        if origin.kind == "param":
            return True
        rows = world.bindings(path, origin.scope, origin.name) if origin.kind == "local" and depth < 6 else ()
        return any(b.value is not None and _is_handed(world, path, b.value, origin.scope, depth + 1) for b in rows)
    return any(_is_handed(world, path, part, scope, depth + 1) for part in expr.parts)


def getter_call(conversion: Conversion, site: Resource, name: str) -> str:
    """`get_engine()`, with the site's own derived options where they are not everybody's."""
    return f"{name}(){_own_options(conversion, site)}"


def _own_options(conversion: Conversion, site: Resource) -> str:
    """`.execution_options(...)`, which shares the pool of the engine it is called on."""
    own = signature(site, derived(site))
    if own == conversion.common:
        return ""
    parts = [f"**{text}" if key == "execution_options" else f"{key}={text}" for key, text in own]
    return f".execution_options({', '.join(parts)})"


def registry_call(conversion: Conversion, site: Resource, name: str) -> str:
    """`shared_engine(url)` with the site's own URL; what makes it this engine stands in the shared module."""
    return f"{name}({site.text(_url(site))}){_own_options(conversion, site)}"
