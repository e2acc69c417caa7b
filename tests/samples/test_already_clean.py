"""A service that shares its engine already comes back unchanged."""

from __future__ import annotations

from pathlib import Path

import pytest

from .processes import consolidate, git
from .repositories import Migrated, Migration, migrate
from .services import ALREADY_CLEAN


@pytest.fixture(scope="module")
def clean(migrated: Migrated) -> Migration:
    return migrated(ALREADY_CLEAN)


def test_nothing_is_done(clean: Migration) -> None:
    assert clean.run.code == 0, clean.run
    document = clean.run.document
    assert (document["outcome"], document["files"], document["branch"]) == ("nothing_to_do", [], None)
    assert git(clean.repository, "branch", "--format=%(refname:short)") == "main"


def test_preview_is_empty(clean: Migration) -> None:
    done = consolidate(clean.repository, "run", ".", "--dry-run", "--exit-code")
    assert (done.code, done.stdout) == (0, ""), done


def test_sizes_asked_for_do_not_change_it_either(tmp_path: Path) -> None:
    again = migrate(ALREADY_CLEAN, tmp_path, "--pool-size", "20")
    assert again.run.document["outcome"] == "nothing_to_do", again.run
