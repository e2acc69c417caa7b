"""What `consolidate prove` and `run --prove` ask the proof for."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sample_values import DATABASE, PLAN, SNAPSHOT

from consolidator import pipeline
from consolidator.cli import main
from consolidator.config import resolve
from consolidator.model import Change, ChangeSet
from consolidator.prove.arguments import Arguments
from consolidator.proving import PROPOSAL, arguments, exporter


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[list[Arguments]]:
    """What the proof was asked for, in a repository whose every ref is a commit of its own name."""
    for name in [name for name in os.environ if name.startswith("CONSOLIDATE_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    given: list[Arguments] = []

    def read(path: str, base: str | None = None) -> Any:
        return replace(SNAPSHOT, commit=base or "head", folder="" if path == "." else path)

    def prove_command(arguments: Arguments, export: Any, output: Any) -> int:
        given.append(arguments)
        output.out.write('{"holds": false}\n')
        return 5

    monkeypatch.setattr(pipeline, "read", read)
    monkeypatch.setattr(pipeline, "checked_out", lambda *a: {})
    monkeypatch.setattr(pipeline, "decide", lambda *a, **k: PLAN)
    monkeypatch.setattr("consolidator.prove.command.prove_command", prove_command)
    yield given


def test_head_is_compared_with_the_branch_of_run(asked: list[Arguments], capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["prove", "--app", "src.main:app", "-f", "json"]) == 5
    assert json.loads(capfd.readouterr().out) == {"holds": False}
    (given,) = asked
    assert (given.before, given.after) == ("head", "feat/db-connection-pooling")
    assert given.url_variables == ("DATABASE_URL",) and given.per_process == 15


def test_of_a_deployable_its_own_branch_is_proven(asked: list[Arguments], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "decide", lambda *a, **k: replace(PLAN, deployable="billing"))
    main(["prove", "services/billing", "--app", "a:b"])
    main(["prove", "services/billing", "--app", "a:b", "--after", "x"])
    assert [each.after for each in asked] == ["feat/db-connection-pooling-billing", "x"]


def test_on_the_branch_itself_its_parent_is_before(asked: list[Arguments]) -> None:
    main(["prove", "--app", "a:b", "--after", "head"])
    main(["prove", "--app", "a:b", "--after", "x", "--before", "y"])
    assert [(each.before, each.after) for each in asked] == [("head^", "head"), ("y", "x")]


def test_flags_arrive_in_their_own_types(asked: list[Arguments]) -> None:
    words = (
        "--request GET:/a --request /b --requests 9 --concurrency 3 --workers 2 --request-timeout 4 --url-variable U"
    )
    main(["prove", "--app", "a:b", *words.split(), "--preload", "--test-timeout", "7", "--max-connections", "40"])
    (given,) = asked
    assert given.requests == ("GET:/a", "/b") and given.total == 9 and given.concurrency == 3 and given.workers == 2
    assert given.timeout == 4.0 and given.test_timeout == 7.0 and given.preload and given.max_connections == 40
    assert given.url_variables == ("U",)


def test_a_proof_has_no_sarif_and_a_missing_branch_its_cure(
    asked: list[Arguments], capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["prove", "--app", "a:b", "-f", "sarif"]) == 2
    assert "prove has no sarif" in capfd.readouterr().err


def test_what_is_unbounded_gives_no_bound() -> None:
    plan = replace(PLAN, databases=(DATABASE, replace(DATABASE, pool_after=None)))
    assert arguments(resolve({}, {}), plan, "a", "b", ".").per_process is None


def test_without_a_variable_in_the_code_the_usual_one_is_set() -> None:
    plan = replace(PLAN, databases=(replace(DATABASE, environment=None),))
    assert arguments(resolve({}, {}), plan, "a", "b", ".").url_variables == ("DATABASE_URL",)


def test_a_proposal_is_exported_as_its_base_with_its_changes(tmp_path: Path) -> None:
    repository = tmp_path / "repository"
    repository.mkdir()

    def git(*arguments: str) -> str:
        identity = ["-c", "user.name=n", "-c", "user.email=e@example.org"]
        done = subprocess.run(
            ["git", *identity, *arguments], cwd=repository, capture_output=True, check=True, text=True
        )
        return done.stdout.strip()

    git("init", "-q")
    (repository / "a.py").write_text("a = 1\n")
    (repository / "b.py").write_text("b = 1\n")
    git("add", "-A")
    git("commit", "-qm", "x")
    snapshot = replace(SNAPSHOT, commit=git("rev-parse", "HEAD"))
    changes = ChangeSet((Change("a.py", b"a = 1\n", b"a = 2\n"), Change("new/c.py", None, b"c = 1\n")))
    put = exporter(str(repository), pipeline.Proposal(snapshot, PLAN, changes))
    before, after = tmp_path / "before", tmp_path / "after"
    put(snapshot.commit, before)
    put(PROPOSAL, after)
    assert (before / "a.py").read_text() == "a = 1\n" and not (before / "new").exists()
    assert (after / "a.py").read_text() == "a = 2\n" and (after / "b.py").read_text() == "b = 1\n"
    assert (after / "new/c.py").read_text() == "c = 1\n"
