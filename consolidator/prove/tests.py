"""A test command and two folders in; which tests fail after the change that did not fail before, out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

from consolidator.errors import EnvironmentFailed
from consolidator.frozen import dataclass
from consolidator.masking import mask, mask_command, printable
from consolidator.model import TestCount, Trial
from consolidator.prove import processes
from consolidator.prove.checkout import last_lines
from consolidator.prove.environment import target_environment
from consolidator.regex import lazy

NOT_FOUND = (126, 127)
"""What a shell answers when it cannot run a command (POSIX, Shell Command Language 2.8.2)."""

_UNITTEST = lazy(r"^(?:FAIL|ERROR): (\S+ \([\w.<>]+\)|\S+)", re.MULTILINE)
_RAN = lazy(r"^Ran (\d+) tests? in ", re.MULTILINE)
_NOT_PASSED = lazy(r"\b(?:failures|errors|skipped|expected failures)=(\d+)")
_PYTEST = lazy(r"^(?:FAILED|ERROR) (\S+::.*?|\S+\.py)(?: - .*)?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class TestRun:
    """One run of a test command: its exit status and the names of the tests that failed.

    `passed` is what passed, skipped tests left out; None where the command does not name them.
    """

    __test__ = False

    status: int | None
    failures: tuple[str, ...]
    passed: tuple[str, ...] | None
    output: str
    """The last lines, without passwords."""
    ran: int | None = None
    """How many passed where they are counted but not named."""

    @property
    def count(self) -> TestCount:
        """How many passed and failed."""
        return TestCount(self.status, self.ran if self.passed is None else len(self.passed), len(self.failures))


@dataclass(frozen=True, slots=True)
class TestComparison:
    """Two runs of one test command. Names are those of the command: `tests.test_api::test_list`."""

    __test__ = False

    command: str
    before: TestRun
    after: TestRun
    new_failures: tuple[str, ...]
    """Fail after, and did not before."""
    old_failures: tuple[str, ...]
    """Fail after, and did before as well."""
    fixed: tuple[str, ...]
    """Failed before only."""

    @property
    def holds(self) -> bool:
        """Whether the tests prove something, and nothing fails that did not fail before."""
        return not self.new_failures and not self.idle

    @property
    def idle(self) -> str:
        """Why the tests prove nothing, in words: none passed before, so that none could fail; "" where some did."""
        before = self.before.count
        if before.passed is None and before.status == 0:
            return ""
        if before.passed:
            return ""
        failed = f", {before.failed:,} failed" if before.failed else ""
        return f"0 passed before the change{failed} (the command ended with {_ending(self.before)})"

    @property
    def trial(self) -> Trial:
        """The counts alone."""
        return Trial(mask_command(self.command.split(" ")), self.before.count, self.after.count)


def compare_tests(
    command: str,
    before_dir: Path,
    after_dir: Path,
    env: Mapping[str, str] | None = None,
    *,
    python: str | None = None,
    timeout: float | None = None,
) -> TestComparison:
    """Run `command` in a shell in both folders, the one after the other, and compare.

    `env` (default: this process's) gets each folder as the first on the import path, and with `python` the commands
    beside that interpreter first on PATH. Tests are told apart by name where pytest or unittest runs them, else
    by the exit status alone. A run longer than `timeout` seconds is stopped and counts as failed.
    Raises EnvironmentFailed where the shell finds no such command.
    """
    runs = [
        run_tests(command, each, target_environment(each, python, env), timeout) for each in (before_dir, after_dir)
    ]
    return _compared(command, *runs)


def run_tests(command: str, folder: Path, env: Mapping[str, str], timeout: float | None = None) -> TestRun:
    """Run `command` once; pytest is asked for a report by its own variable, whoever starts it."""
    with processes.folder("tests") as scratch:
        report = scratch / "report.xml"
        asked = f"{env.get('PYTEST_ADDOPTS', '')} --junitxml='{report}'".strip()
        told = {**env, "PYTEST_ADDOPTS": asked}
        done = processes.run(["/bin/sh", "-c", command], cwd=folder, env=told, timeout=timeout)
        if done.status in NOT_FOUND:
            raise EnvironmentFailed("the test command cannot be run", "correct --test-command", last_lines(done.output))
        return _read(done, report)


def _read(done: processes.Finished, report: Path) -> TestRun:
    """The names, of pytest's report or else of the output; a report of a run that was cut short does not parse."""
    cases = _cases(report)
    if cases is None:
        failed = set(_UNITTEST.findall(done.output)) | set(_PYTEST.findall(done.output))
        return TestRun(done.status, tuple(sorted(failed)), None, last_lines(done.output), _counted(done.output))
    failed = {_name(case) for case in cases if _is(case, "failure", "error")}
    passed = {_name(case) for case in cases if not _is(case, "skipped")} - failed
    return TestRun(done.status, tuple(sorted(failed)), tuple(sorted(passed)), last_lines(done.output))


def _cases(report: Path) -> list[ElementTree.Element] | None:
    try:
        return list(ElementTree.parse(report).iter("testcase")) if report.exists() else None
    except ElementTree.ParseError:
        return None


def _is(case: ElementTree.Element, *outcomes: str) -> bool:
    return any(case.find(outcome) is not None for outcome in outcomes)


def _counted(output: str) -> int | None:
    """How many tests passed by unittest's closing lines, None where there are none."""
    runs = [int(number) for number in _RAN.findall(output)]
    if not runs:
        return None
    return max(0, sum(runs) - sum(int(number) for number in _NOT_PASSED.findall(output)))


def _name(case: ElementTree.Element) -> str:
    parts = filter(None, (case.get("classname"), case.get("name")))
    return printable(mask("::".join(parts)))


def _compared(command: str, before: TestRun, after: TestRun) -> TestComparison:
    early, late = set(before.failures), set(after.failures)
    new = sorted(late - early) + _vanished(before, after) + _unnamed(before, after)
    return TestComparison(command, before, after, tuple(new), tuple(sorted(late & early)), tuple(sorted(early - late)))


def _vanished(before: TestRun, after: TestRun) -> list[str]:
    """Tests that passed and are gone, as when a module can no longer be collected."""
    if not before.passed:
        return []
    there = {*(after.passed or ()), *after.failures}
    gone = sorted(set(before.passed) - there)
    return [f"{name} (no longer run)" for name in gone]


def _unnamed(before: TestRun, after: TestRun) -> list[str]:
    """A worse end that no test's name explains: a crash, a time-out, a command that is not a known test runner."""
    if after.status is None:
        return ["the command ran out of time"]
    named = after.status == 1 and after.failures
    if after.status != 0 and after.status != before.status and not named:
        return [f"the command ended with status {after.status}, before with {_ending(before)}"]
    return []


def _ending(run: TestRun) -> str:
    return "a time-out" if run.status is None else str(run.status)
