"""What all tests share: `--update` writes expected files anew, and what was measured is printed at the end."""

from __future__ import annotations

import os
import sys
from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

collect_ignore = [] if sys.version_info >= (3, 11) else ["test_sarif_schema.py"]
"""The package that brings SARIF's schema is not there for older interpreters."""

FIGURES = "figures"
"""The property under which a test records a line for the summary."""


def pytest_configure() -> None:
    """Leave the cache of whoever runs the tests alone."""
    os.environ.setdefault("CONSOLIDATE_CACHE", "no")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the flag that rewrites expectations."""
    parser.addoption("--update", action="store_true", help="write the expected files of the case folders anew")


SLOW = ("tests/prove/test_samples.py", "tests/samples/", "tests/runtime/", "tests/property/", "tests/prove/")
"""How the paths of a group begin that shares its servers, services and generated modules; the slowest group first."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give each process whole groups of tests, so that no fixture is set up twice."""
    from xdist.scheduler import LoadScopeScheduling

    class Groups(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return _group(nodeid)

    return Groups(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the slow groups, so that none of them is what everybody waits for at the end."""
    items.sort(key=lambda item: (*SLOW, _group(item.nodeid)).index(_group(item.nodeid)))


def _group(nodeid: str) -> str:
    return next((group for group in SLOW if nodeid.startswith(group)), nodeid.partition("::")[0])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures of the services under load, before and after in turn."""
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.stats.get(kind, [])]
    figures = {value: None for report in reports for name, value in report.user_properties if name == FIGURES}
    if figures:
        terminalreporter.section("sample services under load, 50 requests at once")
        terminalreporter.write_line("\n".join(sorted(figures, key=_before_first)))


def _before_first(line: str) -> tuple[str, bool]:
    """By the service's name, then what was before."""
    name, side = line.split()[:2]
    return name, side != "before"
