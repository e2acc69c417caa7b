"""A route's or closing's template to edits of one module: its imports, and its body at a place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from consolidator.frameworks._placing import Place, inserted
from consolidator.frozen import dataclass, replace
from consolidator.model import AddImport, Edit, Facts
from consolidator.regex import lazy
from consolidator.syntax.names import is_for_types, module_names, names_of
from consolidator.templating import render

_FROM = lazy(r"from ([.\w]+) import ([\w, ]+)")
_PLAIN = lazy(r"import ([\w.]+)")
_DEFINED = lazy(r"^(?:async )?def (\w+)|^(\w+)(?:: \w+)? = ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Piece:
    """Rendered text, split: (module, name or None) that it imports, and what it adds."""

    imports: tuple[tuple[str, str | None], ...]
    body: str


def piece(template: str, values: Mapping[str, object], template_dir: str | None = None) -> Piece | None:
    """Render a template; None where it has nothing to add for these values."""
    text = render(template, values, template_dir)
    if not text.strip():
        return None
    head, _, body = text.partition("\n\n\n")
    return Piece(tuple(_imports(head)), body.strip("\n"))


def edits(facts: Facts, what: Piece, place: Place, scope: str = "") -> tuple[Edit, ...]:
    """The imports that the module lacks and the body; names that mean something else there give way."""
    fitted, renamed = _fitted(facts, what, scope)
    limit = None if scope else place.offset
    added = [replace(row, before=limit) for row in _missing(facts, what.imports, renamed)]
    return (*added, inserted(facts, place, fitted.body))


def imported(facts: Facts, rows: Iterable[tuple[str, str | None]]) -> tuple[AddImport, ...]:
    """Additions of the imports that the module lacks."""
    return tuple(_missing(facts, rows, {}))


def is_taken(facts: Facts, module: str, name: str | None) -> bool:
    """Whether the module uses a name for something else, so that it cannot be imported under it."""
    local = name or module
    for_types = any(row.bound == local and is_for_types(facts, row) for row in facts.imports)
    return local in _taken(facts) and (for_types or not _is_same(names_of(facts).get(local), _full(module, name)))


def free_name(facts: Facts, wanted: str) -> str:
    """The name, or one like it where the module uses it already."""
    taken = _taken(facts)
    while wanted in taken:
        wanted = f"{wanted}_check" if not wanted.endswith("_check") else f"{wanted}_"
    return wanted


def _imports(head: str) -> Iterator[tuple[str, str | None]]:
    for line in head.split("\n"):
        if match := _FROM.fullmatch(line.strip()):
            yield from ((match[1], name.strip()) for name in match[2].split(","))
        elif match := _PLAIN.fullmatch(line.strip()):
            yield match[1], None


def _full(module: str, name: str | None) -> str:
    return module if name is None else f"{module.rstrip('.')}.{name}" if module.strip(".") else f"{module}{name}"


def _missing(facts: Facts, rows: Iterable[tuple[str, str | None]], renamed: Mapping[str, str]) -> Iterator[AddImport]:
    have = module_names(facts)
    for module, name in rows:
        local = name or module
        if not _is_same(have.get(local), _full(module, name)):
            yield AddImport(module, name, renamed.get(local))


def _is_same(have: str | None, wanted: str) -> bool:
    """Whether an imported name is the wanted one; FastAPI passes Starlette's responses on, `typing` its generics."""
    return have is not None and _first_hand(have) == _first_hand(wanted)


def _first_hand(name: str) -> str:
    for passed_on, first in (("fastapi.responses.", "starlette.responses."), ("typing.Async", "collections.abc.Async")):
        name = name.replace(passed_on, first)
    return name


def _fitted(facts: Facts, what: Piece, scope: str) -> tuple[Piece, dict[str, str]]:
    """Rename what the module already uses for something else, in the imports and in the body."""
    taken = _taken(facts)
    renamed = {}
    for module, name in what.imports:
        local = name or module
        if is_taken(facts, module, name):
            renamed[local] = f"{module.strip('.').split('.')[-1]}_{local}" if name else f"{local}_"
    for match in _DEFINED.finditer(what.body):
        local = match[1] or match[2]
        if local in taken:
            renamed[local] = free_name(facts, f"{local}_of_pool")
    body = what.body
    for old, new in renamed.items():
        body = re.sub(rf"(?<![\w.\"']){old}(?![\w\"'])", new, body)
    return Piece(what.imports, body), renamed


def _taken(facts: Facts) -> set[str]:
    """Every name that the module binds anywhere."""
    rows = {row.bound for row in facts.imports} | {b.target for b in facts.bindings}
    return rows | {f.name for f in facts.functions} | {c.name for c in facts.classes}
