"""Launches and what the code shows to processes: one for each thing that really runs."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from consolidator.masking import mask
from consolidator.meaning.sources import is_test_path
from consolidator.meaning.world import World
from consolidator.model import SERVING, Process, ProcessKind
from consolidator.processes.applications import applications, is_program, kind_of
from consolidator.processes.entries import entries, launch_folder
from consolidator.processes.reaching import Graph
from consolidator.processes.started import Started, started
from consolidator.processes.starting import launches
from consolidator.processes.versions import python_floor, sqlalchemy_floor
from consolidator.survey import CREATES, Survey

_LAST = ("makefile", "launch.json")
_OVERRIDES = re.compile(
    r"(?:^|[._/-])(dev|development|local|test|tests|ci|e2e|override|debug|demo|example|sample)(?:[._/-]|$)"
)
_PRODUCTION = re.compile(r"(?:^|[._/-])(prod|production|live|deploy)(?:[._/-]|$)")


@dataclass(frozen=True, slots=True)
class _Row:
    """A command of a launch with the files that it enters."""

    started: Started
    kind: ProcessKind
    entries: tuple[str, ...]


def processes(world: World, survey: Survey) -> tuple[Process, ...]:
    """Every process of the repository that reaches a module which may create an engine, servers first.

    One for each real thing: what several files start is told once, by the file that has the last word; an
    application that a launch names is that launch's process.
    """
    return _Joiner(world, survey).processes()


def reach(process: Process) -> frozenset[str]:
    """The files that a process may load."""
    return process.reach


class _Joiner:
    def __init__(self, world: World, survey: Survey) -> None:
        self._world = world
        self._texts = survey.texts
        self._tree = survey.modules.tree
        self._paths = survey.paths
        self._graph = Graph(world, survey.texts)
        self._matters = frozenset(path for path in world.facts if CREATES.search(survey.texts.get(path, b"")))

    def processes(self) -> tuple[Process, ...]:
        launched = [self._process(rows) for rows in self._same(self._rows())]
        found = [*launched, *self._shown(launched)]
        kept = [p for p in found if p.reach & self._matters]
        return tuple(sorted(kept, key=lambda p: (not p.serves, p.kind, p.name, p.source)))

    # ------------------------------------------------------------------ what deployment files start

    def _rows(self) -> Iterator[_Row]:
        for launch in launches(self._texts, self._paths):
            for each in started(launch, self._texts):
                files = entries(each, self._tree)
                if files:
                    yield _Row(each, self._kind(each, files), files)

    def _kind(self, each: Started, files: tuple[str, ...]) -> ProcessKind:
        """What the file says it is, else the program, else what the script that is run does."""
        kind = each.launch.kind or each.command.kind
        if kind != "script":
            return kind
        return kind_of(self._texts.get(files[0], b""), self._world.facts.get(files[0]))

    def _same(self, rows: Iterable[_Row]) -> Iterator[list[_Row]]:
        """The launches of one thing, that of the last word first; two services of one file are two things."""
        by_thing: dict[tuple[bool, ProcessKind, tuple[str, ...]], list[_Row]] = defaultdict(list)
        for row in rows:
            by_thing[row.kind in SERVING, row.kind, row.entries].append(row)
        for group in by_thing.values():
            group.sort(key=_rank)
            first = group[0].started.launch.path
            names = dict.fromkeys(row.started.launch.name for row in group if row.started.launch.path == first)
            rest = [row for row in group if row.started.launch.path != first]
            for name in names:
                own = [row for row in group if row.started.launch.path == first and row.started.launch.name == name]
                yield [*own, *rest]

    def _process(self, rows: list[_Row]) -> Process:
        row = rows[0]
        each, launch = row.started, row.started.launch
        held = self._held(rows)
        folder = launch_folder(launch) if launch.image else posixpath.dirname(row.entries[0])
        python = next((r.started.launch.image.python for r in rows if r.started.launch.image), None)
        return Process(
            name=launch.name,
            kind=row.kind,
            command=mask(" ".join(each.command.words)),
            source=launch.source,
            entries=row.entries,
            folder=folder,
            image=held,
            python=python or python_floor(self._texts, folder),
            sqlalchemy=sqlalchemy_floor(self._texts, folder),
            workers=each.command.workers or 1,
            replicas=launch.replicas,
            threads=each.command.threads,
            forks=each.command.forks,
            assumptions=(each.command.assumed,) if each.command.assumed else (),
            reach=self._closure(
                row.entries, held, by_path=each.command.targets[:1] != () and each.command.targets[0].how == "file"
            ),
        )

    def _held(self, rows: list[_Row]) -> frozenset[str] | None:
        """What every image that starts it holds; None where that is not known, or an image lacks the entry itself."""
        images = {id(r.started.launch.image): r.started.launch.image for r in rows}
        known = [frozenset(image.files.values()) for image in images.values() if image is not None]
        known = [files for files in known if set(rows[0].entries) <= files]
        return frozenset.intersection(*known) if known else None

    def _closure(self, entered: tuple[str, ...], held: frozenset[str] | None, by_path: bool) -> frozenset[str]:
        files = self._tree.files
        inside: Callable[[str], bool] = files.__contains__ if held is None else held.__contains__
        return self._graph.closure(entered, inside, by_path)

    # ------------------------------------------------------------------ what the code shows itself

    def _shown(self, launched: list[Process]) -> Iterator[Process]:
        """Applications first, then programs; what another process of its kind loads is part of that one."""
        covered: dict[ProcessKind, set[str]] = defaultdict(set)
        served: set[str] = set()
        for process in launched:
            covered[process.kind] |= process.reach
            served |= process.reach if process.serves else set(process.entries)
        shown = [
            self._of_code(row.path, row.kind, row.name, row.line)
            for row in applications(self._world.facts)
            if row.path not in covered[row.kind] and not is_test_path(row.path)
        ]
        for process in shown:
            others = [p for p in shown if p.kind == process.kind and p.entries != process.entries]
            inner = any(process.entries[0] in p.reach and p.entries[0] not in process.reach for p in others)
            if not inner:
                served |= process.reach
                yield process
        for path in sorted(self._near()):
            data, facts = self._texts.get(path, b""), self._world.facts.get(path)
            if path not in served and is_program(data, facts):
                kind: ProcessKind = "tests" if is_test_path(path) else kind_of(data, facts)
                yield self._of_code(path, kind, posixpath.basename(path).removesuffix(".py"), 1)

    def _near(self) -> frozenset[str]:
        """The files from which one that may create an engine is reached."""
        found: set[str] = set()
        fresh = list(self._matters)
        while fresh:
            path = fresh.pop()
            if path not in found:
                found.add(path)
                fresh += self._world.modules.importers(path)
        return frozenset(found)

    def _of_code(self, path: str, kind: ProcessKind, name: str, line: int) -> Process:
        folder = posixpath.dirname(path)
        return Process(
            name=name,
            kind=kind,
            command="",
            source=f"{path}:{line}",
            entries=(path,),
            folder=folder,
            image=None,
            python=python_floor(self._texts, folder),
            sqlalchemy=sqlalchemy_floor(self._texts, folder),
            reach=self._closure((path,), None, by_path=False),
        )


def _rank(row: _Row) -> tuple[bool, bool, int, str, int]:
    """The file that has the last word first: what is meant for production, then compose, Procfile, Dockerfile."""
    path = row.started.launch.path
    name = posixpath.basename(path).lower()
    families = ("k8s", "compose", "procfile", ".service", "supervisor", "dockerfile")
    family = next((at for at, word in enumerate(families) if word in name), len(families))
    line = row.started.launch.source.rpartition(":")[2]
    return bool(_OVERRIDES.search(path.lower())), not _PRODUCTION.search(path.lower()), family, path, int(line)
