"""Every case folder through the whole pipeline; `pytest --update` rewrites what is expected."""

from __future__ import annotations

import inspect
import os
import re
import subprocess
from pathlib import Path

import pytest
from casework import CASES, OWN_TESTS, Case, cases, run, update

from consolidator import belonging
from consolidator.check.result import parse
from consolidator.codes import CODES
from consolidator.deciding import restraint
from consolidator.meaning import comments, lifetime, shapes
from consolidator.meaning.world import World
from consolidator.model import ChangeSet, Process, Resource
from consolidator.patch import to_patch
from consolidator.planning import hazards

ALL = cases()


@pytest.mark.parametrize("case", ALL, ids=[case.name for case in ALL])
def test_case(case: Case, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    outcome = run(case)
    if request.config.getoption("--update"):
        update(case, outcome)
    assert case.reason, "reason.txt says what the case is about, or why it stays as it is"
    assert {path: data.decode() for path, data in outcome.shown.items()} == {
        path: data.decode() for path, data in (case.after or {}).items()
    }
    assert outcome.findings == case.findings
    assert {finding.code for finding in outcome.plan.findings} <= CODES.keys(), "a code that nobody has registered"
    assert outcome.flaws == ()
    assert outcome.again.is_empty, "a second run finds something left to do"
    for change in outcome.changes.changes:
        assert not change.path.endswith(".py") or parse(change.after) is not None, change.path
    if outcome.changes.changes:
        assert applied(case.before, outcome.changes, tmp_path) == dict(outcome.final)


def applied(before: dict[str, bytes], changes: ChangeSet, folder: Path) -> dict[str, bytes]:
    """The files after plain `git apply` of the patch, in a folder outside any repository."""
    for path, data in before.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    alone = {**os.environ, "GIT_CEILING_DIRECTORIES": str(folder.parent), "GIT_CONFIG_GLOBAL": os.devnull}
    done = subprocess.run(["git", "apply", "-"], cwd=folder, input=to_patch(changes), capture_output=True, env=alone)
    assert done.returncode == 0, done.stderr.decode()
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_third_of_all_cases_show_restraint() -> None:
    folders = [path.parent for path in CASES.glob("*/*/before")]
    unchanged = [folder for folder in folders if not (folder / "after").exists()]
    assert len(unchanged) * 3 >= len(folders), f"{len(unchanged)} of {len(folders)}"


def test_every_case_says_why() -> None:
    silent = [path.parent.name for path in CASES.glob("*/*/before") if not (path.parent / "reason.txt").exists()]
    assert silent == []


def test_the_families_with_tests_of_their_own_have_them() -> None:
    sources = "".join(path.read_text() for path in Path(__file__).parent.glob("test_*.py"))
    assert [family for family in OWN_TESTS if (CASES / family).exists() and f'"{family}"' not in sources] == []


def test_the_code_of_every_rule_is_registered() -> None:
    rules = (*restraint.rules(), *hazards.rules())
    assert {rule.CODE for rule in rules} - CODES.keys() == set()


def test_what_a_rule_may_ask_is_there_to_be_asked() -> None:
    """The page for contributors names what exists, each time as it is called."""
    page = (Path(__file__).parents[1] / "CONTRIBUTING.md").read_text()
    asked = page.partition("#### What a rule may ask")[2].partition("\n### ")[0]
    there = {
        "site": {name for name, _ in inspect.getmembers(Resource)} | set(Resource.__slots__),
        "world": {name for name, _ in inspect.getmembers(World)} | {"facts", "scope"},
        "process": {name for name, _ in inspect.getmembers(Process)} | set(Process.__slots__),
        "lifetime": set(dir(lifetime)),
        "shapes": set(dir(shapes)),
        "belonging": set(dir(belonging)),
        "comments": set(dir(comments)),
    }
    named = re.findall(rf"\b({'|'.join(there)})\.([a-z_]+)", asked)
    assert len(named) > 30
    assert [f"{owner}.{name}" for owner, name in named if name not in there[owner] and name != "py"] == []
