"""What all tests share: `--update` writes expected files anew, and what was measured is printed at the end."""

from __future__ import annotations

import pytest

FIGURES = "figures"
"""The property under which a test records a line for the summary."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the flag that rewrites expectations."""
    parser.addoption("--update", action="store_true", help="write the expected files of the case folders anew")


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
