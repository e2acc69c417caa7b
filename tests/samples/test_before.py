"""The samples as they are: their own tests pass, and all but the clean one break under load."""

from __future__ import annotations

from pathlib import Path

from consolidator.prove.postgres import Postgres

from .processes import consolidate, pytest_in
from .repositories import creators
from .services import ALREADY_CLEAN, Sample
from .serving import Note, database_variables, serving


def test_own_tests_pass_on_sqlite(original: tuple[Sample, Path]) -> None:
    done = pytest_in(original[1], {})
    assert done.code == 0, done


def test_own_tests_pass_on_postgresql(original: tuple[Sample, Path], database: Postgres) -> None:
    sample, folder = original
    done = pytest_in(folder, database_variables(sample, database))
    assert done.code == 0, done


def test_load_breaks_what_is_not_shared(original: tuple[Sample, Path], database: Postgres, note: Note) -> None:
    sample, folder = original
    with serving(sample, folder, database) as running:
        result, observed = running.watched_load(database)
    note(f"{sample.name} before", result, observed)
    if sample is ALREADY_CLEAN:
        assert (result.errors, observed.rejected) == (0, 0)
    else:
        assert result.errors >= 20
        assert observed.rejected is not None
        assert observed.rejected >= 20


def test_check_fails_where_engines_are_created(original: tuple[Sample, Path]) -> None:
    sample, folder = original
    done = consolidate(folder, "check", ".")
    assert done.code == (0 if sample is ALREADY_CLEAN else 1), done


def test_engines_are_created_in_many_modules(original: tuple[Sample, Path]) -> None:
    sample, folder = original
    assert (len(creators(folder)) == 1) is (sample is ALREADY_CLEAN or sample.name == "auth_client")
