"""The code to the processes that it shows itself, where no deployment file says how they start."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Iterator

from consolidator.belonging import is_test_path
from consolidator.filetree import folder_of, join
from consolidator.frozen import dataclass
from consolidator.model import SERVING, Process, ProcessKind, only
from consolidator.processes.code import Code, calls
from consolidator.processes.kinds import is_handler, is_program, kind_of
from consolidator.processes.reaching import Graph
from consolidator.registry import framework_uses


@dataclass(frozen=True, slots=True)
class Shown:
    """A process that the code shows: what to start, and what it is called there."""

    entries: tuple[str, ...]
    kind: ProcessKind
    name: str
    line: int = 1


def shown(code: Code, graph: Graph, launched: Iterable[Process], near: Iterable[str]) -> tuple[Shown, ...]:
    """Applications and workers, then programs among the files `near` an engine.

    What a launched process of the same kind loads is part of that one; a program that serves an application is how
    that application starts.
    """
    known = tuple(launched)
    objects = _objects(code, graph, known)
    programs = list(_programs(code, graph, known, objects, near))
    servers = {row.entries: [each for each in programs if _serves(each, row, graph)] for row in objects}
    used = {each.entries for rows in servers.values() for each in rows}
    found = [_with(row, servers[row.entries]) for row in objects]
    return (*found, *(program for program in programs if program.entries not in used))


def _serves(program: Shown, row: Shown, graph: Graph) -> bool:
    """Whether a program loads an application and serves it; what a program's own module makes it serves."""
    if program.entries == row.entries:
        return True
    return program.kind == row.kind == "web" and row.entries[0] in graph.closure(program.entries)


def _with(row: Shown, programs: Iterable[Shown]) -> Shown:
    entries = dict.fromkeys([*row.entries, *(path for program in programs for path in program.entries)])
    return Shown(tuple(entries), row.kind, row.name, row.line)


# --------------------------------------------------------------------------- objects


def _objects(code: Code, graph: Graph, launched: tuple[Process, ...]) -> list[Shown]:
    """Applications and workers that modules keep under a name; one that another loads is part of it."""
    covered: dict[ProcessKind, set[str]] = defaultdict(set)
    for process in launched:
        covered[process.kind] |= process.reach
    rows = [row for row in _uses(code) if not set(row.entries) & covered[row.kind] and not _aside(row.entries[0])]
    reach = {row.entries: graph.closure(row.entries) for row in rows}
    found = []
    for row in rows:
        around = (other for other in rows if other.kind == row.kind and other.entries != row.entries)
        if not any(
            row.entries[0] in reach[other.entries] and other.entries[0] not in reach[row.entries] for other in around
        ):
            found.append(row)
    return found


def _uses(code: Code) -> Iterator[Shown]:
    """One for each module and kind: applications mounted in another of the same module are part of it."""
    seen: set[tuple[str, ProcessKind]] = set()
    for path, facts in code.world.facts.items():
        for use in framework_uses(facts):
            kind: ProcessKind = "worker" if use.kind == "worker" else "web"
            if use.framework in ("plain", "gunicorn") or use.kind == "router" or (path, kind) in seen:
                continue
            seen.add((path, kind))
            callers = _calling(code, path, use.scope) if use.kind == "factory" else ()
            yield Shown(tuple(callers) or (path,), kind, use.name or "app", use.span.line)


def _calling(code: Code, path: str, factory: str) -> Iterator[str]:
    """The modules that make an application at module level by calling the factory: `app = create_app()`."""
    name = factory.rpartition(".")[2]
    for importer in sorted(code.world.modules.importers(path)):
        facts = code.facts(importer) if not is_test_path(importer) else None
        if facts is not None and any(
            made.rpartition(".")[2] == name and call.at_import and call.role == "assigned"
            for made, call in calls(facts, only(""))
        ):
            yield importer
            return


def _aside(path: str) -> bool:
    return is_test_path(path)


# --------------------------------------------------------------------------- programs


def _programs(
    code: Code, graph: Graph, launched: tuple[Process, ...], objects: list[Shown], near: Iterable[str]
) -> Iterator[Shown]:
    """Modules that are run by themselves; where files say how things start, a module that a server loads is none."""
    served = {path for process in launched if process.serves for path in process.reach}
    served |= {path for process in launched for path in process.entries}
    loaded = served | {path for row in objects for path in graph.closure(row.entries)}
    pages: dict[str, list[str]] = defaultdict(list)
    for path in sorted(near):
        if path in served or is_test_path(path):
            continue
        if path not in loaded and is_handler(code, path):
            yield Shown((path,), "serverless", _name(path))
            continue
        if not is_program(code, path):
            continue
        kind = kind_of(code, path)
        if kind == "streamlit":
            pages[_main_page(code, path)].append(path)
        elif _stands_alone(path, kind, launched, loaded, objects) and not _starts_known(path, kind, launched, graph):
            yield Shown((path,), kind, _name(path))
    for main in pages:
        if main not in served:
            yield Shown(
                (main, *(page for page in code.beside(main, "pages") if page != main)), "streamlit", _name(main)
            )


def _stands_alone(
    path: str, kind: ProcessKind, launched: tuple[Process, ...], loaded: set[str], objects: list[Shown]
) -> bool:
    """A module that a server loads is a program as well where it serves and no file says how things start."""
    entered = any(path in row.entries for row in objects)
    return path not in loaded or entered or (kind in SERVING and not launched)


def _starts_known(path: str, kind: ProcessKind, launched: tuple[Process, ...], graph: Graph) -> bool:
    """Whether a program only serves, by another way, an application that a deployment file starts."""
    if kind != "web":
        return False
    reach = graph.closure((path,))
    return any(process.kind == "web" and set(process.entries) & reach for process in launched)


def _main_page(code: Code, path: str) -> str:
    """The script that shows a page of the folder `pages` (docs.streamlit.io, multipage apps)."""
    folder = folder_of(path)
    if posixpath.basename(folder) != "pages":
        return path
    mains = [other for other in code.beside(folder, "") if b"streamlit" in code.data(other) and is_program(code, other)]
    named = [join(folder_of(folder), f"{name}.py") for name in ("Home", "home", "app", "streamlit_app", "main")]
    return next((other for other in (*named, *mains) if other in mains), path)


def _name(path: str) -> str:
    stem = posixpath.basename(path).removesuffix(".py")
    return posixpath.basename(folder_of(path)) or stem if stem in ("__main__", "__init__") else stem
