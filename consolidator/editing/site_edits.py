"""Conversions to edits: the creation calls, the imports, the disposals, and what becomes unused."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from consolidator.editing.cleanup import add_import, dead_locals, free_name, unused_imports
from consolidator.editing.conversion import Conversion, getter_call, registry_call, uses_getter
from consolidator.editing.factories import Replacement, can_go, naming_strings, replaced
from consolidator.meaning.lifetime import Disposal, disposals, is_cached
from consolidator.meaning.sites import CreationSite
from consolidator.meaning.sources import is_test_path
from consolidator.meaning.world import World
from consolidator.model import AddImport, Edit, Expr, Facts, RemoveStatement, Replace, Span, UnwrapFinally
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
    authors: dict[str, dict[CreationSite, list[Edit]]] = field(default_factory=lambda: defaultdict(dict))

    @contextmanager
    def by(self, site: CreationSite) -> Iterator[None]:
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
                _drop_disposals(world, site, drafts)
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


def factory_goes(world: World, conversion: Conversion, site: CreationSite) -> bool:
    """Whether a site's function does nothing beyond what the getter does, so that its callers call that."""
    getter = conversion.getter.name if conversion.getter else ""
    if is_cached(site) and not conversion.engines.keeps_sqlite:
        return False  # it kept its SQLite engine, which the getter would make for each call
    if not getter or getter_call(conversion, site, getter) != f"{getter}()":
        return False
    return can_go(world, site.facts, site.function, site.call.expr.span, site.target, getter)


def _replace_factory(
    world: World, site: CreationSite, getter: str, imported_as: Mapping[str, str | None], module: str, drafts: Drafts
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
    world: World, conversion: Conversion, site: CreationSite, imported_as: Mapping[str, str | None], drafts: Drafts
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


def _narrow(site: CreationSite, span: Span, text: str, bound: str) -> Replace | None:
    """Only the function's name where the arguments stay as they are, so that their comments survive."""
    function = site.call.expr.parts[0].span
    return Replace(function, bound) if text == bound + site.facts.source[function.end : span.end] else None


def _drop_disposals(world: World, site: CreationSite, drafts: Drafts) -> None:
    for disposal in found_disposals(world, site) or ():
        edits = drafts.edits[disposal.path]
        edits.append(RemoveStatement(disposal.statement))
        if disposal.unwraps is not None:
            edits.append(UnwrapFinally(disposal.unwraps))


def found_disposals(world: World, site: CreationSite) -> tuple[Disposal, ...] | None:
    """What disposes this site's engine outside a shutdown; None where that is not understood."""
    if site.function is None:
        return _at_module_level(site)
    found: list[Disposal] = []
    if site.target:
        own = _held_by(world, site.facts, site)
        if own is None:
            return None
        found += own
    if _returns_engine(site):
        for path, call in world.calls_to(site.path, site.function.qualname):
            if is_test_path(path):
                continue
            rows = _at_caller(world, path, call.expr.span)
            if rows is None or (rows and not world.scope.holds(path)):
                return None
            found += rows
    return tuple(found)


def _at_module_level(site: CreationSite) -> tuple[Disposal, ...]:
    """`atexit.register(engine.dispose)` and its like beside a module's engine."""
    if not site.target or "." in site.target:
        return ()
    rows = disposals(site.facts, "", site.target, site.facts.body) or ()
    return tuple(row for row in rows if any(row.statement == s.span for s in site.facts.body))


def _held_by(world: World, facts: Facts, site: CreationSite) -> tuple[Disposal, ...] | None:
    assert site.function is not None
    if not site.target.startswith(("self.", "cls.")):
        return disposals(facts, site.function.qualname, site.target, site.function.body)
    class_ = world.enclosing_class(site.path, site.scope)
    found: list[Disposal] = []
    for method in facts.functions:
        if class_ is not None and method.scope == class_.qualname:
            rows = disposals(facts, method.qualname, site.target, method.body)
            if rows is None:
                return None
            found += rows
    return tuple(found)


def _returns_engine(site: CreationSite) -> bool:
    if site.call.role == "returned":
        return True
    assert site.function is not None
    stack = list(site.function.body)
    while stack:
        statement = stack.pop()
        if statement.kind == "return" and statement.value is not None and dotted(statement.value) == (site.target,):
            return True
        stack += [*statement.body, *statement.orelse, *statement.finalbody]
        stack += [inner for handler in statement.handlers for inner in handler.body]
    return False


def _at_caller(world: World, path: str, span: Span) -> tuple[Disposal, ...] | None:
    """Disposals of a variable that holds what a factory returned."""
    facts = world.facts[path]
    for binding in facts.bindings:
        if binding.value is None or span not in (binding.value.span, *_awaited(binding.value)):
            continue
        function = world.function(path, binding.scope)
        if function is None:
            return ()
        return disposals(facts, binding.scope, binding.target, function.body)
    return ()


def _awaited(value: Expr) -> tuple[Span, ...]:
    return (value.parts[0].span,) if value.kind == "await" else ()


def cleaned(world: World, path: str, edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """The edits of a file, each once, with the removal of imports that lose their last use by them."""
    facts = world.facts[path]
    own = [row for row in facts.imports if row.level == 0 and world.modules.resolve(path, row) is not None]
    kin = frozenset(row.module.split(".")[0] for row in own)
    unique = list(dict.fromkeys(edits))
    known = [replace(e, kin=kin) if isinstance(e, AddImport) and not _is_outside(world, path, e) else e for e in unique]
    return (*known, *unused_imports(world, facts, known))


def _is_outside(world: World, path: str, edit: AddImport) -> bool:
    """Whether an added import is of a library: it names something that no folder of the repository is called."""
    head = edit.module.split(".")[0]
    return head in sys.stdlib_module_names or not world.modules.tree.hits(head, None)
