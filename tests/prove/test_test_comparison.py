"""Tests before and after: new failures apart from old ones."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from consolidator.errors import EnvironmentFailed
from consolidator.model import TestCount, Trial
from consolidator.prove.tests import compare_tests

PYTEST = f"{sys.executable} -m pytest -q -p no:randomly"
Tree = Callable[..., Path]


def test_pytest_failures_are_told_apart_by_name(tree: Tree) -> None:
    before = "def test_old(): assert 0\ndef test_good(): pass\ndef test_fixed(): assert 0"
    after = "def test_old(): assert 0\ndef test_good(): assert 0\ndef test_fixed(): pass\ndef test_more(): pass"
    found = compare_tests(PYTEST, tree("a", **{"test_x.py": before}), tree("b", **{"test_x.py": after}))
    assert found.new_failures == ("test_x::test_good",)
    assert found.old_failures == ("test_x::test_old",)
    assert found.fixed == ("test_x::test_fixed",)
    assert not found.holds


def test_old_failures_beside_tests_that_pass_do_not_count(tree: Tree) -> None:
    folder = tree("a", **{"test_x.py": "def test_old(): assert 0\ndef test_good(): pass"})
    found = compare_tests(PYTEST, folder, folder)
    assert found.holds and found.trial == Trial(PYTEST, TestCount(1, 1, 1), TestCount(1, 1, 1))


SKIPPED = "import pytest\n@pytest.mark.skip\ndef test_it(): pass"
IDLE = {
    "all red": (PYTEST, {"test_x.py": "def test_old(): assert 0"}, "0 passed before the change, 1 failed"),
    "not collected": (PYTEST, {"test_x.py": "import nowhere"}, "0 passed before the change, 1 failed"),
    "none there": (PYTEST, {"x.py": ""}, "0 passed before the change (the command ended with 5)"),
    "none there, and hidden": (f"{PYTEST} || true", {"x.py": ""}, "0 passed before the change"),
    "all skipped": (PYTEST, {"test_x.py": SKIPPED}, "0 passed before the change"),
    "no unittest there": (f"{sys.executable} -m unittest; true", {"x.py": ""}, "0 passed before the change"),
    "unknown and red": ("exit 4", {"x.py": ""}, "0 passed before the change (the command ended with 4)"),
}


@pytest.mark.parametrize(("command", "files", "reason"), IDLE.values(), ids=IDLE)
def test_tests_of_which_none_passed_before_prove_nothing(
    command: str, files: dict[str, str], reason: str, tree: Tree
) -> None:
    folder = tree("a", **files)
    found = compare_tests(command, folder, folder)
    assert found.idle.startswith(reason) and not found.holds


def test_a_test_that_passed_and_is_skipped_afterwards_is_told(tree: Tree) -> None:
    before, after = tree("a", **{"test_x.py": "def test_it(): pass"}), tree("b", **{"test_x.py": SKIPPED})
    assert compare_tests(PYTEST, before, after).new_failures == ("test_x::test_it (no longer run)",)


def test_unittest_is_counted(tree: Tree) -> None:
    case = (
        "import unittest\nclass T(unittest.TestCase):\n    def test_a(self): pass\n    def test_b(self): self.fail()\n"
        "    @unittest.skip('')\n    def test_c(self): pass\n"
    )
    folder = tree("a", **{"test_x.py": case})
    assert compare_tests(f"{sys.executable} -m unittest", folder, folder).before.count == TestCount(1, 1, 1)


def test_a_module_that_no_longer_imports_is_a_new_failure(tree: Tree) -> None:
    before = tree("a", **{"shop.py": "x = 1", "test_x.py": "from shop import x\ndef test_it(): pass"})
    after = tree("b", **{"shop.py": "", "test_x.py": "from shop import x\ndef test_it(): pass"})
    found = compare_tests(PYTEST, before, after)
    assert "test_x::test_it (no longer run)" in found.new_failures
    assert "ImportError" in found.after.output


def test_each_folder_imports_its_own_code(tree: Tree) -> None:
    case = "import shop\ndef test_it(): assert shop.x == 1"
    before = tree("a", **{"src/shop.py": "x = 1", "tests/test_x.py": case})
    after = tree("b", **{"src/shop.py": "x = 2", "tests/test_x.py": case})
    assert compare_tests(PYTEST, before, after).new_failures == ("tests.test_x::test_it",)


def test_unittest_failures_are_read_from_the_output(tree: Tree) -> None:
    case = "import unittest\nclass T(unittest.TestCase):\n    def test_a(self): self.assertTrue({})\n"
    before, after = (tree(name, **{"test_x.py": case.format(value)}) for name, value in (("a", True), ("b", False)))
    found = compare_tests(f"{sys.executable} -m unittest", before, after)
    assert found.new_failures == ("test_a (test_x.T.test_a)",) or found.new_failures == ("test_a (test_x.T)",)


def test_an_unknown_runner_is_judged_by_its_exit_status(tree: Tree) -> None:
    before, after = tree("a", state="0"), tree("b", state="4")
    found = compare_tests("exit $(cat state)", before, after)
    assert found.new_failures == ("the command ended with status 4, before with 0",)
    assert compare_tests("exit $(cat state)", before, before).holds


def test_a_crash_is_a_new_failure_though_tests_failed_before(tree: Tree) -> None:
    before = tree("a", **{"test_x.py": "def test_old(): assert 0"})
    after = tree("b", **{"test_x.py": "import os\ndef test_old(): os.abort()"})
    assert compare_tests(PYTEST, before, after).new_failures[0].startswith("the command ended with status")


def test_a_run_without_end_is_stopped(tree: Tree) -> None:
    before, after = tree("a", seconds="0"), tree("b", seconds="60")
    found = compare_tests("sleep $(cat seconds)", before, after, timeout=0.5)
    assert found.new_failures == ("the command ran out of time",)


def test_a_command_that_is_not_there_is_an_error_of_the_environment(tree: Tree) -> None:
    folder = tree("a", x="")
    with pytest.raises(EnvironmentFailed) as raised:
        compare_tests("no-such-command-anywhere --x", folder, folder)
    assert raised.value.exit_code == 6


def test_passwords_do_not_reach_the_report(tree: Tree) -> None:
    folder = tree("a", x="")
    found = compare_tests("echo postgresql://me:hunter2@db/x; exit 1", folder, folder)
    assert "hunter2" not in found.after.output
