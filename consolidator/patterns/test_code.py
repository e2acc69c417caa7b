"""Tests, fixtures and conftest files own their engines.

pytest finds them by these names: https://docs.pytest.org/en/stable/explanation/goodpractices.html
"""

from __future__ import annotations

from consolidator.belonging import is_test_path
from consolidator.meaning.world import World
from consolidator.model import Resource

CODE = "CE202"
ORDER = 10
KINDS = ("engine", "driver pool", "client")


def reason(site: Resource, world: World) -> str | None:
    """Whether the site stands in test code."""
    fixture = any("fixture" in site.facts.text(d.span) for d in (site.function.decorators if site.function else ()))
    if is_test_path(site.path) or fixture:
        return "tests own their engines"
    return None
