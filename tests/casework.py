"""A case folder in, what the pipeline makes of it out: `before/`, `after/`, `findings.txt`, `reason.txt`."""

from __future__ import annotations

import ast
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from consolidator.building import build
from consolidator.check import apply, flaws
from consolidator.check.result import blob_id
from consolidator.model import ChangeSet, Entry, Flaw, Options, Plan, PoolOptions, Snapshot
from consolidator.planning import plan
from consolidator.survey import survey

CASES = Path(__file__).parent / "cases"
OWN_TESTS = ("settings", "frameworks")
"""Families whose cases show one stage alone and are run by that stage's own tests."""
DECIDED = ("get_", "shared_", "_create", "_shared_", "_pool_arguments")
"""Functions of a created module that differ from service to service."""


@dataclass(frozen=True)
class Case:
    """One case: the files of a small service, and what should become of them.

    `after` holds the files that change, created ones as an outline; it is None for a case of
    restraint, which must come back unchanged.
    """

    folder: Path

    @property
    def name(self) -> str:
        return f"{self.folder.parent.name}/{self.folder.name}"

    @property
    def before(self) -> dict[str, bytes]:
        return _files(self.folder / "before")

    @property
    def after(self) -> dict[str, bytes] | None:
        folder = self.folder / "after"
        return _files(folder) if folder.is_dir() else None

    @property
    def reason(self) -> str:
        file = self.folder / "reason.txt"
        return file.read_text().strip() if file.exists() else ""

    @property
    def findings(self) -> str:
        file = self.folder / "findings.txt"
        return file.read_text() if file.exists() else ""

    @property
    def options(self) -> Options:
        file = self.folder / "options.json"
        given = json.loads(file.read_text()) if file.exists() else {}
        pool = given.pop("pool", {})
        sizes = PoolOptions(**{**pool, "explicit": frozenset(pool.get("explicit", ()))})
        rest = {key: tuple(value) if isinstance(value, list) else value for key, value in given.items()}
        return Options(pool=sizes, **rest)


@dataclass(frozen=True)
class Outcome:
    """What the pipeline made of a case."""

    plan: Plan
    changes: ChangeSet
    flaws: tuple[Flaw, ...]
    again: Plan
    final: Mapping[str, bytes]

    @property
    def shown(self) -> dict[str, bytes]:
        """The changed files as `after/` holds them."""
        return {c.path: c.after if c.before is not None else outline(c.path, c.after) for c in self.changes.changes}

    @property
    def findings(self) -> str:
        rows = sorted({(f.path, f.line, f.code, f.action.value) for f in self.plan.findings})
        return "".join(f"{path}:{line} {code} {action}\n" for path, line, code, action in rows)


def cases() -> list[Case]:
    """All cases of the families that the whole pipeline is run on."""
    folders = sorted(path.parent for path in CASES.glob("*/*/before"))
    return [Case(folder) for folder in folders if folder.parent.name not in OWN_TESTS]


def run(case: Case) -> Outcome:
    """Survey, plan, build, check and plan again."""
    snapshot = snapshot_of(case.before)
    decided = plan(survey(snapshot), case.options)
    changes = build(decided, snapshot)
    after = apply(snapshot, changes)
    return Outcome(decided, changes, flaws(snapshot, changes), plan(survey(after), case.options), after.texts)


def snapshot_of(files: Mapping[str, bytes]) -> Snapshot:
    """A commit that holds these files."""
    entries = tuple(Entry(path, "100644", blob_id(data, 40), len(data)) for path, data in sorted(files.items()))
    return Snapshot("0" * 40, "main", entries, dict(files))


def outline(path: str, source: bytes) -> bytes:
    """What a case shows of a created file: of Python the functions that carry what was decided, not the template."""
    if not path.endswith(".py"):
        return source
    lines = source.decode().splitlines()
    functions = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    shown = [lines[node.lineno - 1 : node.end_lineno] for node in functions if node.name.startswith(DECIDED)]
    return "\n\n".join("".join(f"{line}\n" for line in rows) for rows in shown).encode()


def update(case: Case, outcome: Outcome) -> None:
    """Write what the pipeline does as what is expected of it."""
    shutil.rmtree(case.folder / "after", ignore_errors=True)
    for path, data in outcome.shown.items():
        place = case.folder / "after" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    (case.folder / "findings.txt").write_text(outcome.findings)


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }
