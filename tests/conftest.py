"""What all tests share: `--update` writes the expected files of the case folders anew."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the flag that rewrites expectations."""
    parser.addoption("--update", action="store_true", help="write the expected files of the case folders anew")
