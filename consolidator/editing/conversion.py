"""A group to the function of the shared module that serves it, and each of its sites to the text that calls it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from consolidator.deciding.grouping import Group
from consolidator.deciding.merging import computed_pool, cosmetic, derived, signature, travelling
from consolidator.deciding.relocation import NotRelocatable, Relocated, Relocator
from consolidator.meaning.sites import CreationSite
from consolidator.meaning.world import World
from consolidator.model import Expr, Facts, Getter
from consolidator.syntax.expressions import dotted

_WORDS = re.compile(r"database|sqlalchemy|postgres(ql)?|(?<![a-z])pg(?![a-z])|mysql|db|url|uri|dsn|connection|string|_")


@dataclass(frozen=True, slots=True)
class Conversion:
    """One group with the getter that serves it; `getter` is None where its URL cannot leave its place.

    `common` are the derived options that every site gives, `modules` the repository files that the getter imports.
    """

    group: Group
    getter: Getter | None
    common: tuple[tuple[str, str], ...]
    modules: frozenset[str]


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

    Where it cannot do without a helper of the sites' own modules, the getter imports that helper when it runs.
    """
    common = _common(group)
    best: tuple[Relocated, tuple[tuple[str, str], ...]] | None = None
    attempts = [(site, shut) for shut in (closed, frozenset[str]()) for site in group.sites]
    for site, shut in attempts:
        if best is not None and shut is not closed:
            break
        try:
            moved, options = _moved(world, site, target, shut, group, dict(common))
        except NotRelocatable:
            continue
        if best is None or (len(moved.imports), len(moved.text)) < (len(best[0].imports), len(best[0].text)):
            best = moved, options
    if best is None:
        return Conversion(group, None, common, frozenset())
    moved, options = best
    getter = Getter(name, moved.text, moved.imports, options, group.is_async, False, phrase)
    return Conversion(group, getter, common, moved.modules)


def _common(group: Group) -> tuple[tuple[str, str], ...]:
    """The derived options where every site gives the same; else none, and each site derives its own engine.

    A site without `isolation_level` must never get another site's: AUTOCOMMIT would commit what it rolls back.
    """
    given = {signature(site, derived(site)) for site in group.sites}
    return given.pop() if len(given) == 1 else ()


def _moved(
    world: World, site: CreationSite, target: str, closed: frozenset[str], group: Group, common: dict[str, str]
) -> tuple[Relocated, tuple[tuple[str, str], ...]]:
    relocator = Relocator(world, target, closed)
    assert site.url is not None
    url = relocator.move(site.path, site.url, site.scope)
    imports, modules = list(url.imports), set(url.modules)
    options: dict[str, str] = {}
    for owner, key, value in _group_options(group):
        moved = relocator.move(owner.path, value, owner.scope)
        options.setdefault(key, moved.text)
        imports += [line for line in moved.imports if line not in imports]
        modules |= moved.modules
    for key, value in derived(site):
        if key in common:
            options[key] = relocator.move(site.path, value, site.scope).text
    if set(common) - set(options):
        raise NotRelocatable
    return Relocated(url.text, tuple(imports), frozenset(modules)), tuple(sorted(options.items()))


def _group_options(group: Group) -> list[tuple[CreationSite, str, Expr]]:
    """Options of the one engine: the lasting ones, all equal; of the others the first one's."""
    ordered = group.sites
    rows = [(ordered[0], key, value) for key, value in travelling(ordered[0])]
    for site in ordered:
        rows += [(site, key, value) for key, value in (*cosmetic(site), *computed_pool(site))]
    seen: set[str] = set()
    return [row for row in rows if not (row[1] in seen or seen.add(row[1]))]  # type: ignore[func-returns-value]


def uses_getter(conversion: Conversion, world: World, site: CreationSite) -> bool:
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


def takes_parameter(world: World, site: CreationSite) -> bool:
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


def getter_call(conversion: Conversion, site: CreationSite, name: str) -> str:
    """`get_engine()`, with the site's own derived options where they are not everybody's."""
    return f"{name}(){_own_options(conversion, site)}"


def _own_options(conversion: Conversion, site: CreationSite) -> str:
    """`.execution_options(...)`, which shares the pool of the engine it is called on."""
    own = signature(site, derived(site))
    if own == conversion.common:
        return ""
    parts = [f"**{text}" if key == "execution_options" else f"{key}={text}" for key, text in own]
    return f".execution_options({', '.join(parts)})"


def registry_call(conversion: Conversion, site: CreationSite, name: str) -> str:
    """`shared_engine(url, ...)` with the site's own URL and the options that make it this engine."""
    kept = {key for key, _ in (*travelling(site), *cosmetic(site), *computed_pool(site))}
    own = _own_options(conversion, site)
    if not own:
        kept |= {key for key, _ in derived(site)}
    function = site.call.expr.parts[0]
    if all(key in kept for key, _ in site.options):
        return name + site.facts.source[function.span.end : site.call.expr.span.end]
    assert site.url is not None
    arguments = [site.text(site.url)] + [f"{key}={site.text(value)}" for key, value in site.options if key in kept]
    return _formatted(site.facts, site.call.expr.span.start, name, arguments) + own


def _formatted(facts: Facts, start: int, name: str, arguments: Sequence[str]) -> str:
    """A call on one line where it fits in 88 columns, else one argument a line, indented as the line it stands in."""
    line_start = facts.source.rfind("\n", 0, start) + 1
    joined = f"{name}({', '.join(arguments)})"
    if start - line_start + len(joined) <= 88 or "\n" in joined:
        return joined
    line = facts.source[line_start:start]
    indent = line[: len(line) - len(line.lstrip())]
    inner = f"{facts.newline}{indent}    "
    return f"{name}({inner}{f',{inner}'.join(arguments)},{facts.newline}{indent})"
