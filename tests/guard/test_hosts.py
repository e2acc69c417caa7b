"""The guard where others start it: through pre-commit, as an action, in this repository's own checks."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from git_support import TestRepository

pytest_plugins = ("git_fixtures",)

ROOT = Path(__file__).parents[2]
Run = subprocess.CompletedProcess[str]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An environment in which `consolidate` is this checkout's."""
    programs = tmp_path / "place" / "bin"
    programs.mkdir(parents=True)
    for name, start in (("consolidate", f'"{sys.executable}" -m consolidator'), ("python", f'"{sys.executable}"')):
        (programs / name).write_text(f'#!/bin/sh\nexec {start} "$@"\n')
        (programs / name).chmod(0o755)
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "PRE_COMMIT_HOME": str(tmp_path / "hooks")}


def pre_commit(service: TestRepository, env: dict[str, str], *arguments: str) -> Run:
    """Our hook as it is published, run by pre-commit with the program that is installed."""
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    hook = {**hook, "language": "system", "entry": " ".join([hook["entry"], *arguments])}
    config = {"repos": [{"repo": "local", "hooks": [hook]}]}
    (service.root / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    service.git("add", ".pre-commit-config.yaml")
    command = [sys.executable, "-m", "pre_commit", "run", "--all-files", "--hook-stage", "pre-push"]
    return subprocess.run(command, cwd=service.root, env=env, capture_output=True, text=True)


def test_pre_commit_stops_a_push_with_engines_and_names_them(
    service: TestRepository, environment: dict[str, str]
) -> None:
    done = pre_commit(service, environment)
    assert done.returncode == 1 and "Failed" in done.stdout
    assert "app/orders.py:7:12: CE10" in done.stdout and "app/users.py:7:12: CE10" in done.stdout


def test_pre_commit_lets_what_is_accepted_through(service: TestRepository, environment: dict[str, str]) -> None:
    write = ["consolidate", "check", "--baseline", "known.json", "--write-baseline"]
    subprocess.run(write, cwd=service.root, env=environment, check=True, capture_output=True)
    done = pre_commit(service, environment, "--baseline", "known.json")
    assert done.returncode == 0 and "Passed" in done.stdout, done.stdout + done.stderr


@pytest.mark.parametrize("file", [".pre-commit-hooks.yaml", "action.yml"])
def test_the_manifests_are_those_that_their_hosts_read(file: str) -> None:
    checks = {
        ".pre-commit-hooks.yaml": ["pre_commit", "validate-manifest"],
        "action.yml": ["check_jsonschema", "--builtin-schema", "vendor.github-actions"],
    }
    done = subprocess.run([sys.executable, "-m", *checks[file], str(ROOT / file)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def steps() -> dict[str, dict[str, Any]]:
    """The steps of our action by their name."""
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    return {step["name"]: step for step in action["runs"]["steps"]}


def checked(service: TestRepository, env: dict[str, str], **inputs: str) -> Run:
    """The action's check, with its expressions filled in as a runner on Linux does."""
    wanted = {"TARGET": ".", "BASELINE": "", "DIFF_BASE": "", "SARIF": "", **inputs}
    place = str(Path(env["PATH"].split(os.pathsep)[0]).parent)
    whole = {**env, **wanted, "PLACE": place, "PROGRAMS": "bin"}
    assert set(steps()["Check"]["env"]) == {*wanted, "PLACE", "PROGRAMS"}
    script = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", steps()["Check"]["run"]]
    return subprocess.run(script, cwd=service.root, env=whole, capture_output=True, text=True)


def test_the_action_annotates_and_writes_sarif_though_it_fails(
    service: TestRepository, environment: dict[str, str]
) -> None:
    done = checked(service, environment, SARIF="found.sarif")
    assert done.returncode == 1 and done.stdout.startswith("::error file=app/orders.py,line=7,col=12,title=CE10")
    assert (service.root / "found.sarif").exists()
    assert "always()" in steps()["Upload"]["if"] and "hashFiles" in steps()["Upload"]["if"]


def test_the_action_takes_baseline_and_branch(service: TestRepository, environment: dict[str, str]) -> None:
    done = checked(service, environment, DIFF_BASE="main")
    assert done.returncode == 0, done.stderr
    done = checked(service, environment, BASELINE="known.json")
    assert done.returncode == 6 and "cannot read known.json" in done.stderr


def test_the_key_of_the_cache_changes_with_the_source_alone(tmp_path: Path, environment: dict[str, str]) -> None:
    def key(text: str) -> str:
        (tmp_path / "source" / "consolidator").mkdir(parents=True, exist_ok=True)
        (tmp_path / "source" / "pyproject.toml").write_text("")
        (tmp_path / "source" / "consolidator" / "a.py").write_text(text)
        out = tmp_path / "out"
        out.write_text("")
        own = {"INTERPRETER": sys.executable, "SOURCE": str(tmp_path / "source"), "GITHUB_OUTPUT": str(out)}
        subprocess.run(["bash", "-e", "-c", steps()["Look"]["run"]], env={**environment, **own}, check=True)
        return out.read_text()

    assert key("a = 1") == key("a = 1") != key("a = 2")
    assert "steps.look.outputs.key" in steps()["Cache"]["with"]["key"]
    assert steps()["Install"]["if"] == "steps.cache.outputs.cache-hit != 'true'"


def test_a_runner_on_windows_finds_its_programs_where_they_are() -> None:
    for name in ("Install", "Check"):
        assert steps()[name]["env"]["PROGRAMS"] == "${{ runner.os == 'Windows' && 'Scripts' || 'bin' }}"
        assert '"$PLACE/$PROGRAMS/python"' in steps()[name]["run"]
