"""What stands on stdout and in files, with the stages replaced by values."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_stages import Stages
from sample_values import PATCH

from consolidator.cli import main
from consolidator.errors import Refused

pytest_plugins = ("cli_fixtures",)


def test_a_dry_run_prints_the_patch_alone_on_stdout(stages: Stages, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["run", "--dry-run"]) == 0
    out, err = capfdbinary.readouterr()
    assert out == PATCH and b"Nothing was written." in err and stages.deliveries == []


def test_forced_colors_leave_a_piped_patch_alone(
    stages: Stages, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    main(["run", "-n"])
    assert capfdbinary.readouterr().out == PATCH
    main(["run", "-n", "--color", "always"])
    assert b"\x1b[32m+" in capfdbinary.readouterr().out


@pytest.mark.parametrize("format", ["json", "sarif"])
@pytest.mark.parametrize("command", [["scan"], ["check"], ["run"], ["run", "-n"]])
def test_stdout_is_one_document(
    stages: Stages, capfd: pytest.CaptureFixture[str], command: list[str], format: str
) -> None:
    main([*command, "-f", format])
    assert json.loads(capfd.readouterr().out)


def test_quiet_says_nothing_beside_the_data(stages: Stages, capfd: pytest.CaptureFixture[str]) -> None:
    main(["run", "-q"])
    assert capfd.readouterr() == ("", "")


def test_files_are_written_where_asked_and_nowhere_else(stages: Stages, tmp_path: Path) -> None:
    names = ("json", "sarif", "markdown", "html", "patch")
    assert main(["run", "-n", *(word for name in names for word in ("-o", f"{name}=out.{name}"))]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(f"out.{name}" for name in names)
    assert (tmp_path / "out.patch").read_bytes() == PATCH
    assert json.loads((tmp_path / "out.json").read_text())["command"] == "run"


def test_a_file_that_cannot_be_written_is_6_before_anything_happens(
    stages: Stages, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "-o", "json=missing/x.json"]) == 6
    assert stages.deliveries == [] and "missing/x.json" in capfd.readouterr().err


@pytest.mark.parametrize("name", ["x" * 300, "closed/new", "link"])
def test_a_file_that_cannot_be_opened_is_found_before_anything_happens(
    stages: Stages, capfd: pytest.CaptureFixture[str], tmp_path: Path, name: str
) -> None:
    """Whoever runs the tests: a name that is too long, a folder of the system's, a link into it."""
    (tmp_path / "closed").symlink_to("/proc/self")
    (tmp_path / "link").symlink_to("/proc/self/new")
    assert main(["run", "-o", f"json={name}"]) == 6
    err = capfd.readouterr().err
    assert stages.deliveries == [] and err.startswith(f"error: cannot write {name}: ") and err.count("\n") == 1


def test_a_file_is_as_it_was_where_the_run_fails(stages: Stages, tmp_path: Path) -> None:
    stages.error = Refused("no", "do")
    (tmp_path / "old.json").write_text("old")
    assert main(["run", "-o", "json=old.json", "-o", "html=new.html"]) == 4
    assert [path.name for path in tmp_path.iterdir()] == ["old.json"] and (tmp_path / "old.json").read_text() == "old"


def test_a_disk_that_fills_up_later_hides_no_branch(stages: Stages, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "-o", "json=/dev/full"]) == 6
    err = capfd.readouterr().err
    assert len(stages.deliveries) == 1 and "No space left" in err
    assert "the branch feat/db-connection-pooling was made" in err and err.count("\n") == 1
