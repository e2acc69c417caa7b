"""What was found at the commit at which branches parted: worked out once, and again where anything is another."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest
from git_support import TestRepository

import consolidator
from consolidator import pipeline
from guard.conftest import ENGINE, Check

pytest_plugins = ("git_fixtures",)

STOCK = ENGINE.format(name="stock").encode()


@pytest.fixture(autouse=True)
def branch(service: TestRepository) -> None:
    """The work goes on beside main, with an engine more."""
    service.git("switch", "-q", "-c", "feature")
    service.commit({"app/stock.py": STOCK})


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(place))
    return place


@pytest.fixture
def planned(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The commits that are planned."""
    commits: list[str] = []
    real = pipeline.decide

    def decide(snapshot: Any, *more: Any) -> Any:
        commits.append(snapshot.commit)
        return real(snapshot, *more)

    monkeypatch.setattr(pipeline, "decide", decide)
    return commits


def entry(home: Path) -> Path:
    """The one that holds what was found: findings beside whether they fail and tell of an engine."""
    found = [
        file
        for file in home.rglob("*")
        if file.is_file() and b",true,true]" in file.read_bytes()[:2000].replace(b" ", b"")
    ]
    assert len(found) == 1
    return found[0]


def test_an_earlier_commit_is_worked_out_once(service: TestRepository, check: Check, planned: list[str]) -> None:
    said = [check("--diff-base", "main", "-f", "json") for _ in range(2)]
    service.commit({"app/more.py": ENGINE.format(name="more").encode()})
    said.append(check("--diff-base", "main", "-f", "json"))
    assert len(planned) == 4 and said[0] == said[1] and said[0][0] == 1
    assert check("--diff-base", "main", "-f", "json", "--no-cache") == said[2] and len(planned) == 6
    assert [len(json.loads(out)["guard"]["new"]) for _, out, _ in said] == [1, 1, 2]


def test_a_file_that_changed_since_is_judged_by_itself(
    service: TestRepository, check: Check, planned: list[str]
) -> None:
    check("--diff-base", "main")
    service.git("mv", "app/users.py", "app/people.py")
    service.commit({"app/orders.py": ENGINE.format(name="others").encode()})
    again = check("--diff-base", "main", "-f", "json")
    assert again == check("--diff-base", "main", "-f", "json", "--no-cache")
    assert len(planned) == 5


CHANGES: dict[str, Callable[[TestRepository, pytest.MonkeyPatch], tuple[str, ...]]] = {
    "options": lambda _, patch: ("--include-review",),
    "a folder": lambda _, patch: ("app",),
    "another version": lambda _, patch: patch.setattr(consolidator, "__version__", "0.0.0") or (),
    "another commit": lambda service, _: _merged(service),
}


def _merged(service: TestRepository) -> tuple[str, ...]:
    service.git("switch", "-q", "main")
    service.commit({"app/new.py": b""})
    service.git("switch", "-q", "feature")
    service.git("merge", "-q", "main", "-m", "main")
    return ()


@pytest.mark.parametrize("name", CHANGES)
def test_where_anything_is_another_it_is_worked_out(
    service: TestRepository, check: Check, planned: list[str], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    check("--diff-base", "main")
    more = CHANGES[name](service, monkeypatch)
    check("--diff-base", "main", *more)
    assert len(planned) == 4


def sealed(content: bytes) -> bytes:
    return blake2b(content, digest_size=16).digest() + content


@pytest.mark.parametrize(
    "spoil",
    [
        lambda whole: b"",
        lambda whole: whole[:-1],
        lambda whole: sealed(b"null"),
        lambda whole: sealed(b"[" * 100_000),
        lambda whole: sealed(whole[16:].replace(b"true", b'"1"')),
        lambda whole: sealed(json.dumps(["other", []]).encode()),
        lambda whole: sealed(json.dumps([json.loads(whole[16:])[0], [["a", "b"]]]).encode()),
        lambda whole: sealed(json.dumps([json.loads(whole[16:])[0], [[1, 2, 3, 4, True, True]]]).encode()),
    ],
)
def test_what_is_broken_is_worked_out(
    service: TestRepository, check: Check, planned: list[str], home: Path, spoil: Callable[[bytes], bytes]
) -> None:
    first = check("--diff-base", "main", "-f", "json")
    place = entry(home)
    whole = place.read_bytes()
    place.write_bytes(spoil(whole))
    assert check("--diff-base", "main", "-f", "json") == first
    assert len(planned) == 4 and place.read_bytes() == whole


def test_what_is_not_what_its_id_says_is_not_kept(service: TestRepository, check: Check, planned: list[str]) -> None:
    """An object of the earlier commit alone, which no work tree holds."""
    service.commit({"app/orders.py": b""})
    stored = service.root / ".git" / "objects"
    oids = [service.line("rev-parse", "main:app/orders.py"), service.line("rev-parse", "HEAD:app/users.py")]
    real, other = (stored / oid[:2] / oid[2:] for oid in oids)
    real.chmod(0o600)
    real.write_bytes(other.read_bytes())
    for _ in range(2):
        check("--diff-base", "main")
    assert len(planned) == 4
