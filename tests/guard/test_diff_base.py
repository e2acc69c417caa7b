"""`check --diff-base`: only what changed since the branches parted."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from git_support import TestRepository, make

from consolidator import pipeline
from consolidator.cli import main
from guard.conftest import ENGINE, FILES, Check

pytest_plugins = ("git_fixtures",)

Found = Callable[..., dict[str, Any]]
STOCK = ENGINE.format(name="stock").encode()
ALONE = "import os\n\nfrom sqlalchemy import create_engine\n\nengine = create_engine(os.environ['DATABASE_URL'])\n"


@pytest.fixture(autouse=True)
def branch(service: TestRepository) -> None:
    """The work goes on beside main."""
    service.git("switch", "-q", "-c", "feature")


def test_nothing_new_passes(service: TestRepository, check: Check) -> None:
    service.commit({"README.md": b"words"})
    code, out, err = check("--diff-base", "main")
    assert (code, out) == (0, "") and "2 findings there since before " in err


def test_where_all_is_in_order_only_one_commit_is_read(
    service: TestRepository, check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str | None] = []
    real = pipeline.read
    monkeypatch.setattr(pipeline, "read", lambda path, base=None, *_, **__: read.append(base) or real(path, base))
    service.commit({"app/users.py": b"", "app/orders.py": b"", "app/main.py": b"x = 1\n"})
    assert check("--diff-base", "main")[0] == 0 and len(read) == 1


def test_a_new_engine_fails_and_those_beside_it_do_not(service: TestRepository, found: Found, check: Check) -> None:
    service.commit({"app/stock.py": STOCK})
    assert found("--diff-base", "main")["new"] == ["app/stock.py stock"]
    assert check("--diff-base", "main")[0] == 1


def test_what_came_to_main_meanwhile_does_not_count(service: TestRepository, found: Found) -> None:
    service.commit({"app/stock.py": STOCK})
    service.git("switch", "-q", "main")
    service.commit({"app/users.py": b""})
    service.git("switch", "-q", "feature")
    assert found("--diff-base", "main")["new"] == ["app/stock.py stock"]


def test_the_only_engine_is_not_at_fault_when_a_second_one_comes(service: TestRepository, found: Found) -> None:
    service.git("switch", "-q", "main")
    service.commit({"app/users.py": ALONE.encode(), "app/orders.py": b""})
    service.git("switch", "-q", "-C", "feature")
    assert found()["new"] == []
    service.commit({"app/stock.py": STOCK})
    assert set(found()["new"]) == {"app/stock.py stock", "app/users.py engine"}
    assert found("--diff-base", "main")["new"] == ["app/stock.py stock"]


def test_a_comment_that_is_taken_away_is_a_change(service: TestRepository, found: Found) -> None:
    service.git("switch", "-q", "main")
    quiet = (
        FILES["app/users.py"]
        .replace(b"URL'])", b"URL'])  # consolidate: ignore -- ours")
        .replace(b'"])', b'"])  # consolidate: ignore -- ours')
    )
    service.commit({"app/users.py": quiet})
    service.git("switch", "-q", "-C", "feature")
    service.commit({"app/users.py": FILES["app/users.py"]})
    assert found("--diff-base", "main")["new"] == ["app/users.py users"]


def test_a_renamed_file_is_the_same(service: TestRepository, found: Found) -> None:
    (service.root / "app/users.py").rename(service.root / "app/people.py")
    changed = FILES["app/users.py"].replace(b"import os\n", b"import os\nimport sys\n")
    service.commit({"app/people.py": changed, "app/main.py": FILES["app/main.py"].replace(b"users", b"people")})
    document = found("--diff-base", "main")
    assert document["new"] == [] and len(document["guard"]["accepted"]) == 2


def test_the_baseline_counts_beside_it(service: TestRepository, found: Found, check: Check) -> None:
    service.commit({"app/stock.py": STOCK})
    check("--baseline", "known.json", "--write-baseline")
    service.commit({"app/more.py": ENGINE.format(name="more").encode()})
    assert found("--diff-base", "main", "--baseline", "known.json")["new"] == ["app/more.py more"]


def test_an_unknown_branch_and_a_shallow_clone_are_told_with_their_cure(
    service: TestRepository, check: Check, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    code, _, err = check("--diff-base", "nowhere")
    assert code == 2 and "--diff-base nowhere names no commit of this repository" in err
    service.commit({"app/stock.py": STOCK})
    service.git("switch", "-q", "main")
    service.commit({"README.md": b"words"})
    clone = tmp_path / "clone"
    make(clone)
    shutil.rmtree(clone)
    service.git("clone", "-q", "--no-local", "--depth", "1", "--no-single-branch", str(service.root), str(clone))
    assert main(["check", str(clone), "--diff-base", "origin/feature"]) == 2
    assert "no commit in common here. Fetch the whole history" in capfd.readouterr().err
