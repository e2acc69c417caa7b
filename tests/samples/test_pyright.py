"""Pyright finds nothing in what a service gets, and nothing new in what it had; all samples in one call."""

from __future__ import annotations

import json
import shutil
import sys
from collections import Counter
from pathlib import Path

import pytest

from .processes import run
from .repositories import Migrated, Migration
from .services import MIGRATED

Found = Counter[tuple[str, str, str]]
"""How often a file, named from the folder of all samples, has a rule's finding of a text."""


@pytest.fixture(scope="module")
def found(migrated: Migrated, tmp_path_factory: pytest.TempPathFactory) -> Found:
    """What pyright says of the files that changed, before and after."""
    folder = tmp_path_factory.mktemp("pyright")
    roots, files = [], []
    for migration in map(migrated, MIGRATED):
        sample = migration.sample
        for side, source in (("before", migration.repository), ("after", migration.check_out())):
            root = f"{sample.name}/{side}"
            shutil.copytree(source, folder / root, ignore=shutil.ignore_patterns(".git"))
            roots.append({"root": root, "extraPaths": [f"{root}/{sample.import_root}"]})
            changed = [f"{root}/{path}" for path in migration.changed() if path.endswith(".py")]
            files += [path for path in changed if (folder / path).exists()]
    config = {"include": files, "executionEnvironments": roots, "typeCheckingMode": "standard"}
    (folder / "pyrightconfig.json").write_text(json.dumps(config))
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable]
    done = run(command, folder, {"PYRIGHT_PYTHON_USE_BUNDLED_PYRIGHT": "1", "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"})
    document = done.document
    assert document["summary"]["filesAnalyzed"] >= len(files), done
    rows = document["generalDiagnostics"]
    return Counter(
        (Path(row["file"]).relative_to(folder.resolve()).as_posix(), row.get("rule", ""), row["message"])
        for row in rows
    )


def of(found: Found, migration: Migration, side: str, paths: list[str]) -> Counter[tuple[str, str, str]]:
    """The findings in some files of a sample."""
    named = {f"{migration.sample.name}/{side}/{path}": path for path in paths}
    return Counter({(named[at], *rest): count for (at, *rest), count in found.items() if at in named})


def test_nothing_in_what_is_new(migration: Migration, found: Found) -> None:
    assert of(found, migration, "after", migration.added()) == Counter()


def test_nothing_new_in_what_was_there(migration: Migration, found: Found) -> None:
    paths = migration.changed()
    known = of(found, migration, "before", paths)
    fresh = of(found, migration, "after", [path for path in paths if path not in migration.added()])
    assert not fresh - known
