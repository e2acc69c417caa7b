"""Conversions to edits: the creation calls, the imports, the disposals, and what becomes unused."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from consolidator.editing.cleanup import add_import, dead_locals, free_name, unused_imports
from consolidator.editing.conversion import Conversion, getter_call, registry_call, uses_getter
from consolidator.editing.disposing import disposal_edits
from consolidator.editing.factories import Replacement, can_go, naming_strings, replaced
from consolidator.editing.leftovers import without_leftovers
from consolidator.frozen import dataclass, field, replace
from consolidator.meaning.lifetime import is_cached
from consolidator.meaning.world import World
from consolidator.model import AddImport, Edit, Replace, Resource, Span
from consolidator.syntax.expressions import dotted


@dataclass(slots=True)
class Drafts:
    """Edits by file while they are collected.

    `gone` are the factories that went; `renamed` are (old, new) names of calls that kept their arguments, None for
    one that did not. `authors` are the sites that each file changes for.
    """

    edits: dict[str, list[Edit]] = field(default_factory=lambda: defaultdict(list))
    gone: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    renamed: dict[str, set[tuple[str, str] | None]] = field(default_factory=lambda: defaultdict(set))
    authors: dict[str, dict[Resource, list[Edit]]] = field(default_factory=lambda: defaultdict(dict))

    @contextmanager
    def by(self, site: Resource) -> Iterator[None]:
        """Note every edit that is added meanwhile as this site's."""
        known = {path: len(rows) for path, rows in self.edits.items()}
        yield
        for path, rows in self.edits.items():
            if fresh := rows[known.get(path, 0) :]:
                self.authors[path].setdefault(site, []).extend(fresh)


def site_edits(
    world: World, conversions: Sequence[Conversion], imported_as: Mapping[str, str | None], module: str
) -> Drafts:
    """All edits at creation sites and around them, by file; what becomes unused is not among them yet.

    `imported_as` maps a file to the name by which it imports the shared module, `module` is that name elsewhere.
    """
    drafts = Drafts()
    for conversion in conversions:
        for site in conversion.group.sites:
            if uses_getter(conversion, world, site) and conversion.getter and factory_goes(world, conversion, site):
                with drafts.by(site):
                    _replace_factory(world, site, conversion.getter.name, imported_as, module, drafts)
    for conversion in conversions:
        for site in conversion.group.sites:
            with drafts.by(site):
                if site.function is None or site.function.name not in drafts.gone[site.path]:
                    _replace_call(world, conversion, site, imported_as, drafts)
                for path, rows in disposal_edits(world, site).items():
                    drafts.edits[path] += rows
    for path, names in drafts.renamed.items():
        _follow_strings(world, path, names, drafts)
    return drafts


def _follow_strings(world: World, path: str, names: set[tuple[str, str] | None], drafts: Drafts) -> None:
    """`patch("module.create_engine")` follows where each call of the module only changed its name: same arguments."""
    if len(names) != 1 or None in names:
        return
    for old, new in (name for name in names if name is not None):
        for where, text, value in naming_strings(world, path, old, new):
            if world.scope.holds(where):
                drafts.edits[where].append(Replace(text.span, value))


def factory_goes(world: World, conversion: Conversion, site: Resource) -> bool:
    """Whether a site's function does nothing beyond what the getter does, so that its callers call that."""
    getter = conversion.getter.name if conversion.getter else ""
    if is_cached(site) and not conversion.engines.keeps_sqlite:
        return False  # it kept its SQLite engine, which the getter would make for each call
    if not getter or getter_call(conversion, site, getter) != f"{getter}()":
        return False
    return can_go(world, site.facts, site.function, site.call.expr.span, site.target, getter)


def _replace_factory(
    world: World, site: Resource, getter: str, imported_as: Mapping[str, str | None], module: str, drafts: Drafts
) -> None:
    assert site.function is not None
    shared = imported_as[site.path] or module
    row = Replacement(site.path, site.facts, site.function, getter, shared, imported_as)
    for path, edits in replaced(world, row).items():
        drafts.edits[path] += edits
    drafts.gone[site.path].add(site.function.name)
    drafts.renamed[site.path].add(None)


def lines_of(source: str, edits: Sequence[Edit]) -> frozenset[int]:
    """The lines, counted from 1, in which edits stand; an added import stands nowhere yet."""
    spans = [edit.span for edit in edits if not isinstance(edit, AddImport)]
    ends = [(source.count("\n", 0, span.start) + 1, source.count("\n", 0, span.end) + 1) for span in spans]
    return frozenset(line for first, last in ends for line in range(first, last + 1))


def _replace_call(
    world: World, conversion: Conversion, site: Resource, imported_as: Mapping[str, str | None], drafts: Drafts
) -> None:
    module = imported_as[site.path]
    assert module is not None
    through_getter = uses_getter(conversion, world, site)
    name = conversion.getter.name if through_getter and conversion.getter else conversion.engines.by_url
    bound = free_name(site.facts, name, frozenset(drafts.gone[site.path]))
    text = getter_call(conversion, site, bound) if through_getter else registry_call(conversion, site, bound)
    edits = drafts.edits[site.path]
    span = site.call.expr.span
    narrow = None if through_getter else _narrow(site, span, text, bound)
    edits.append(narrow or Replace(span, text))
    called = dotted(site.call.expr.parts[0]) or ("",)
    drafts.renamed[site.path].add((called[0], bound) if narrow and len(called) == 1 else None)
    edits.append(add_import(module, name, bound, site.call.statement.start if site.at_import else None))
    if through_getter:
        edits += dead_locals(site.facts, site.scope, edits)


def _narrow(site: Resource, span: Span, text: str, bound: str) -> Replace | None:
    """Only the function's name where the arguments stay as they are, so that their comments survive."""
    function = site.call.expr.parts[0].span
    return Replace(function, bound) if text == bound + site.facts.source[function.end : span.end] else None


def cleaned(world: World, path: str, edits: Sequence[Edit], made: frozenset[str] = frozenset()) -> tuple[Edit, ...]:
    """The edits of a file, each once, with the removal of what loses its last use by them.

    `made` are the names of new modules and their folders: imports of them are no library's.
    """
    facts = world.facts[path]
    own = [row for row in facts.imports if row.level == 0 and world.modules.resolve(path, row) is not None]
    kin = frozenset(row.module.split(".")[0] for row in own)
    unique = list(dict.fromkeys(edits))
    among = [_among(world, path, e, kin, made) if isinstance(e, AddImport) else e for e in unique]
    known = without_leftovers(world, facts, among)
    return (*known, *unused_imports(world, facts, known))


def _among(world: World, path: str, edit: AddImport, own: frozenset[str], made: frozenset[str]) -> AddImport:
    """The addition with what tells its group of imports from the other."""
    is_outside = edit.module.split(".")[0] not in made and _is_outside(world, path, edit)
    return replace(edit, apart=own) if is_outside else replace(edit, kin=own)


def _is_outside(world: World, path: str, edit: AddImport) -> bool:
    """Whether an added import is of a library: it names something that no folder of the repository is called."""
    head = edit.module.split(".")[0]
    return head in sys.stdlib_module_names or not world.modules.tree.hits(head, None)
