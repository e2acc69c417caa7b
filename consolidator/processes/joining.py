"""Launches and what the code shows to processes: one for each thing that really runs."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from consolidator.frozen import dataclass
from consolidator.glances import may_create
from consolidator.masking import mask_command
from consolidator.meaning.world import World
from consolidator.model import Process, ProcessKind
from consolidator.processes.code import Code
from consolidator.processes.entries import entries, launch_folder
from consolidator.processes.kinds import kind_of
from consolidator.processes.launches import Launch, Target, kind_by_name
from consolidator.processes.numbers import Numbers, in_code, numbers
from consolidator.processes.reaching import Graph
from consolidator.processes.shown import Shown, shown
from consolidator.processes.started import Started, started
from consolidator.processes.starting import console_scripts, launches
from consolidator.processes.versions import Versions
from consolidator.regex import lazy
from consolidator.survey import Survey

_ASIDE = lazy(
    r"(?:^|[._/-])(dev|devel|development|local|tests?|testing|ci|e2e|debug|demo|examples?|samples?|hot|mock)(?:[._/-]|$)"
)
_ONE_REPLICA = "one replica, as nothing names another number"
_PRODUCTION = lazy(r"(?:^|[._/-])(prod|production|live)(?:[._/-]|$)")


@dataclass(frozen=True, slots=True)
class _Row:
    """A command of a launch with the files that it enters."""

    started: Started
    kind: ProcessKind
    entries: tuple[str, ...]

    @property
    def launch(self) -> Launch:
        return self.started.launch


def processes(world: World) -> tuple[Process, ...]:
    """Every process of the repository that reaches a module which may create an engine, servers first.

    One for each real thing: what several files start is told once, by the file that has the last word; an
    application that a launch names is that launch's process.
    """
    texts = world.survey.texts
    code, graph = Code(world), Graph(world)
    matters = frozenset(path for path in world.facts if may_create(texts.get(path, b"")))
    versions = Versions(texts)
    rows = _rows(code, world.survey)
    launched = [_launched(group, code, graph, versions) for group in _same(rows)]
    near = _importing(matters, world) | _naming(graph, world.survey, matters)
    found = [*launched, *(_of_code(row, code, graph, versions) for row in shown(code, graph, launched, near))]
    kept = [process for process in found if process.reach & matters]
    return tuple(sorted(kept, key=lambda process: (not process.serves, process.kind, process.name, process.source)))


def reach(process: Process) -> frozenset[str]:
    """The files that a process may load."""
    return process.reach


def _importing(paths: Iterable[str], world: World) -> frozenset[str]:
    """The files from which one of these is reached by imports."""
    found: set[str] = set()
    fresh = list(paths)
    while fresh:
        path = fresh.pop()
        if path not in found:
            found.add(path)
            fresh += world.modules.importers(path)
    return frozenset(found)


def _naming(graph: Graph, survey: Survey, matters: frozenset[str]) -> frozenset[str]:
    """The files that reach one of these by the name of an application that they serve: `uvicorn.run("app:app")`."""
    named = {*survey.holding(b"uvicorn"), *survey.holding(b"gunicorn")}
    return frozenset(path for path in named if graph.closure((path,)) & matters)


# --------------------------------------------------------------------------- what deployment files start


def _rows(code: Code, survey: Survey) -> Iterator[_Row]:
    tree, scripts = survey.modules.tree, console_scripts(survey.texts)
    for launch in launches(survey.texts, survey.paths):
        made = started(launch, survey.texts, scripts)
        for each in made:
            files = entries(each, tree)
            if files:
                kind = _kind(each, code, files[0], scripts, is_last=each is made[-1])
                if kind == "streamlit":
                    files = (*files, *(page for page in code.beside(files[0], "pages") if page not in files))
                yield _Row(each, kind, files)


def _kind(each: Started, code: Code, entry: str, scripts: Mapping[str, Target], is_last: bool) -> ProcessKind:
    """What the file says it is, then the program, then what it runs; what a file keeps running ends in no script."""
    kind = each.launch.kind or each.command.kind
    if kind != "script":
        return kind
    found = _by_verb(each, kind_of(code, entry))
    if found in ("script", "cli") and each.launch.lasts and is_last:
        return kind_by_name(each.launch.name) or "loop"
    return "cli" if found == "script" and each.command.words[0] in scripts else found


def _by_verb(each: Started, kind: ProcessKind) -> ProcessKind:
    """A program with several commands is what the first of its arguments says: `shop worker`, `shop webserver`."""
    words = each.command.words
    skipped = 3 if "-m" in words[:-2] else 2 if words[0].startswith("python") or words[0].endswith("python") else 1
    verb = next((word for word in words[skipped:] if not word.startswith("-")), "")
    return _VERBS.get(verb, kind) if kind in ("cli", "script", "web", "worker") else kind


_VERBS: dict[str, ProcessKind] = {
    **dict.fromkeys(("worker", "workers", "qcluster", "run-worker"), "worker"),
    **dict.fromkeys(("web", "webserver", "api", "server", "serve", "runserver", "run-server"), "web"),
    **dict.fromkeys(("beat", "scheduler", "cron"), "scheduler"),
    **dict.fromkeys(("consumer", "consume"), "consumer"),
    "bot": "bot",
}


def _same(rows: Iterable[_Row]) -> Iterator[list[_Row]]:
    """The launches of one thing, that of the last word first; two services of one file are two things."""
    by_thing: dict[tuple[ProcessKind, tuple[str, ...]], list[_Row]] = defaultdict(list)
    for row in rows:
        by_thing[row.kind, row.entries].append(row)
    for group in by_thing.values():
        group.sort(key=_rank)
        first = group[0].launch.path
        if group[0].launch.alternative:
            yield group
            continue
        rest = [row for row in group if row.launch.path != first]
        for name in dict.fromkeys(row.launch.name for row in group if row.launch.path == first):
            yield [*(row for row in group if (row.launch.path, row.launch.name) == (first, name)), *rest]


def _rank(row: _Row) -> tuple[bool, int, bool, str, int]:
    """What is meant for production first, then by the kind of file, then in the order of the files."""
    path, _, line = row.launch.source.rpartition(":")
    aside = bool(_ASIDE.search(path.lower()))
    return aside, row.launch.rank, not _PRODUCTION.search(path.lower()), path, int(line)


def _launched(rows: list[_Row], code: Code, graph: Graph, versions: Versions) -> Process:
    row, launch = rows[0], rows[0].launch
    held = _held(rows)
    folder = launch_folder(launch) if launch.image else posixpath.dirname(row.entries[0])
    python = next((each.launch.image.python for each in rows if each.launch.image), None)
    counted: Numbers = numbers(row.started, code, row.entries[0])
    by_path = any(target.how == "file" for target in row.started.command.targets)
    reached = graph.closure(row.entries, held, by_path)
    return Process(
        name=launch.name or row.kind,
        kind=row.kind,
        command=mask_command(row.started.command.words),
        source=launch.source,
        entries=row.entries,
        folder=folder,
        image=held,
        python=python or versions.python(folder),
        sqlalchemy=versions.sqlalchemy(folder),
        workers=counted.workers,
        replicas=launch.replicas or 1,
        threads=counted.threads,
        forks=counted.forks or any(map(code.forks, reached)),
        workers_from=counted.given_by,
        workers_assumed=counted.assumed,
        replicas_assumed="" if launch.replicas else _ONE_REPLICA,
        reach=reached,
    )


def _held(rows: list[_Row]) -> frozenset[str] | None:
    """What every image that starts it holds; None where that is not known, or an image lacks the entry itself."""
    images = {id(row.launch.image): row.launch.image for row in rows}
    known = [frozenset(image.files.values()) for image in images.values() if image is not None]
    known = [files for files in known if rows[0].entries[0] in files]
    return frozenset.intersection(*known) if known else None


# --------------------------------------------------------------------------- what the code shows itself


def _of_code(row: Shown, code: Code, graph: Graph, versions: Versions) -> Process:
    folder = posixpath.dirname(row.entries[0])
    reached = graph.closure(row.entries)
    workers, assumed, given_by = in_code(code, row.entries[-1])
    return Process(
        name=row.name,
        kind=row.kind,
        command="",
        source=f"{row.entries[0]}:{row.line}",
        entries=row.entries,
        folder=folder,
        python=versions.python(folder),
        sqlalchemy=versions.sqlalchemy(folder),
        workers=workers or 1,
        forks=any(map(code.forks, reached)),
        workers_from=given_by,
        workers_assumed=assumed or ("" if workers else "one worker, as no file says how it starts"),
        replicas_assumed=_ONE_REPLICA,
        reach=reached,
    )
