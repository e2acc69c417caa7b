"""`check --baseline`: what is accepted, what is new, what is remembered in vain."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from git_support import TestRepository

from guard.conftest import ENGINE, Check

pytest_plugins = ("git_fixtures",)

pytestmark = pytest.mark.usefixtures("service")


@pytest.fixture
def baseline(check: Check) -> Path:
    """A baseline of the two engines, outside the commit."""
    assert check("--baseline", "known.json", "--write-baseline")[0] == 0
    return Path("known.json")


def test_what_is_written_is_accepted_and_holds_no_lines(check: Check, baseline: Path) -> None:
    code, out, err = check("--baseline", "known.json")
    assert (code, out) == (0, "")
    assert "No new engine is created outside the shared module; 2 findings accepted in known.json." in err
    rows = json.loads(baseline.read_bytes())["accepted"]
    assert [(row["path"], row["symbol"]) for row in rows] == [("app/orders.py", "orders"), ("app/users.py", "users")]
    assert {name for row in rows for name in row} == {"fingerprint", "code", "path", "symbol"}


def test_without_the_baseline_they_fail(check: Check, baseline: Path) -> None:
    code, out, err = check()
    assert code == 1 and len(out.splitlines()) == 2 and "2 engines created outside the shared module." in err


def test_moved_lines_are_the_same_findings(service: TestRepository, check: Check, baseline: Path) -> None:
    service.commit({"app/users.py": b"\n# Users.\n\n" + ENGINE.format(name="users").encode()})
    assert check("--baseline", "known.json")[0] == 0


def test_a_new_engine_fails_alone(
    service: TestRepository, found: Callable[..., dict[str, Any]], check: Check, baseline: Path
) -> None:
    service.commit({"app/stock.py": ENGINE.format(name="stock").encode()})
    assert check("--baseline", "known.json")[0] == 1
    assert found("--baseline", "known.json")["new"] == ["app/stock.py stock"]


def test_a_second_engine_in_a_function_is_new(
    service: TestRepository, found: Callable[..., dict[str, Any]], baseline: Path
) -> None:
    twice = ENGINE.format(name="users") + "\n\ndef others():\n    return create_engine(os.environ['DATABASE_URL'])\n"
    service.commit({"app/users.py": twice.encode()})
    assert found("--baseline", "known.json")["new"] == ["app/users.py others"]


def test_one_that_is_told_by_another_code_now_is_still_known(check: Check, baseline: Path) -> None:
    document = json.loads(baseline.read_bytes())
    document["accepted"][0] |= {"code": "CE103", "fingerprint": "0" * 16}
    baseline.write_text(json.dumps(document))
    assert check("--baseline", "known.json")[0] == 0


def test_what_is_gone_is_told_and_fails_nothing(service: TestRepository, check: Check, baseline: Path) -> None:
    service.commit({"app/users.py": b""})
    code, out, err = check("--baseline", "known.json")
    assert (code, out) == (0, "")
    assert "Remembered in known.json and gone" in err and "app/users.py" in err
    assert "consolidate check --baseline known.json --write-baseline" in err


def test_what_lies_outside_the_folder_is_not_called_gone(
    service: TestRepository, found: Callable[..., dict[str, Any]], baseline: Path
) -> None:
    service.commit({"other/pyproject.toml": b"[project]\nname = 'other'\n", "other/main.py": b""})
    assert found("other", "--baseline", "known.json")["guard"]["stale"] == []


def test_an_unreadable_file_is_accepted_too(service: TestRepository, check: Check) -> None:
    service.commit({"app/broken.py": b"from sqlalchemy import create_engine\nengine = create_engine(\n"})
    assert check()[0] == 3
    assert check("--baseline", "known.json", "--write-baseline")[0] == 0
    assert check("--baseline", "known.json")[0] == 0


@pytest.mark.parametrize(
    ("content", "code", "told"),
    [
        (None, 6, "cannot read known.json: No such file or directory. Make it with --write-baseline"),
        ("{", 2, "--baseline: known.json is not JSON"),
        ("[]", 2, "--baseline: known.json is no baseline. Write it anew with --write-baseline"),
        ('{"schema_version": "2"}', 2, "known.json has the version '2', and '1' is read"),
        ('{"schema_version": "1", "accepted": [{"code": 1}]}', 2, "known.json holds something else than findings"),
    ],
)
def test_a_file_that_is_no_baseline_is_one_clear_error(check: Check, content: str | None, code: int, told: str) -> None:
    if content is not None:
        Path("known.json").write_text(content)
    status, out, err = check("--baseline", "known.json")
    assert status == code and out == "" and told in err and err.count("\n") == 1


def test_flags_that_do_not_go_together(check: Check) -> None:
    assert "name it with --baseline FILE" in check("--write-baseline")[2].lower().replace("file", "FILE")
    code, _, err = check("--write-baseline", "--baseline", "x.json", "--diff-base", "main")
    assert code == 2 and "leave one of them out" in err.lower() and not Path("x.json").exists()


def test_a_baseline_that_cannot_be_written_is_told(check: Check) -> None:
    code, _, err = check("--baseline", "missing/known.json", "--write-baseline")
    assert code == 6 and "cannot write missing/known.json: No such file or directory" in err


def test_sarif_marks_what_is_known(service: TestRepository, check: Check, baseline: Path) -> None:
    service.commit({"app/stock.py": ENGINE.format(name="stock").encode()})
    log = json.loads(check("--baseline", "known.json", "-f", "sarif")[1])
    rows = log["runs"][0]["results"]
    places = [row["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for row in rows]
    states = [(at, row["baselineState"], "suppressions" in row) for at, row in zip(places, rows, strict=True)]
    assert states == [
        ("app/orders.py", "unchanged", True),
        ("app/stock.py", "new", False),
        ("app/users.py", "unchanged", True),
    ]
