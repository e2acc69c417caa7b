"""The service's wiring: one engine and shutdown."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SITES = """app/a.py app/b.py"""


@pytest.mark.parametrize("site", SITES.split())
def test_site_uses_the_shared_engine(site: str) -> None:
    source = (ROOT / site).read_text(encoding="utf-8")
    assert "db import" in source
    assert "create_engine(" not in source.replace("_async_", "_")


def test_shutdown_closes_the_engines() -> None:
    source = (ROOT / "app/main.py").read_text(encoding="utf-8")
    assert len(re.findall(r"\bclose_db\b", source)) > 1
