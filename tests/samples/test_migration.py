"""The migration of each sample: one commit on a branch, after which nothing is left to do."""

from __future__ import annotations

from .processes import consolidate, git
from .repositories import BRANCH, Migration, creators


def test_result_is_one_commit_on_a_branch(migration: Migration) -> None:
    assert migration.run.code == 0, migration.run
    document = migration.run.document
    assert (document["outcome"], document["branch"]) == ("committed", BRANCH)
    assert git(migration.repository, "rev-parse", BRANCH) == document["commit"]
    assert git(migration.repository, "rev-list", "--count", f"main..{BRANCH}") == "1"


def test_checkout_stays_as_it_was(migration: Migration) -> None:
    assert git(migration.repository, "status", "--porcelain") == ""
    assert git(migration.repository, "branch", "--show-current") == "main"
    assert git(migration.repository, "rev-list", "--count", "main") == "1"


def test_only_the_shared_module_and_what_must_stay_create_engines(migration: Migration) -> None:
    assert creators(migration.check_out()) == migration.sample.keeps | {migration.sample.shared}


def test_kept_files_are_untouched(migration: Migration) -> None:
    assert (migration.sample.keeps - migration.sample.wired).isdisjoint(migration.changed())


def test_existing_tests_change_only_where_they_name_what_moved(migration: Migration) -> None:
    changed = [path for path in migration.changed() if path.startswith("tests/") and path not in migration.added()]
    assert set(changed) <= {"tests/test_etl.py", "tests/test_health.py", "tests/test_reports.py"}


def test_second_run_finds_nothing(migration: Migration) -> None:
    after = migration.check_out()
    head = git(after, "rev-parse", "HEAD")
    done = consolidate(after, "run", ".", "-f", "json", *migration.sample.flags)
    assert (done.code, done.document["outcome"]) == (0, "nothing_to_do"), done
    assert git(after, "rev-parse", "HEAD") == head
    assert git(after, "status", "--porcelain") == ""


def test_check_passes(migration: Migration) -> None:
    done = consolidate(migration.check_out(), "check", ".")
    assert done.code == 0, done


def test_kept_sites_have_a_reason(migration: Migration) -> None:
    findings = migration.run.document["findings"]
    kept = {finding["path"]: finding for finding in findings if finding["action"] == "kept"}
    assert migration.sample.keeps <= set(kept)
    assert all(finding["reason"] for finding in kept.values())


def test_variables_are_documented(migration: Migration) -> None:
    example = (migration.check_out() / ".env.example").read_text()
    prefix = "SHOP_" if migration.sample.name == "two_databases" else ""
    for name in ("POOL_SIZE", "POOL_MAX_OVERFLOW", "POOL_TIMEOUT", "POOL_RECYCLE"):
        assert f"{prefix}{name}=" in example
        assert f"{prefix}{name}" in (migration.check_out() / "README.md").read_text()
