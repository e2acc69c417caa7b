"""What the library gives for a method or an attribute, as far as findings follow it."""

from __future__ import annotations

import pytest

from consolidator.hazards._value import Value, attribute

SITES = frozenset({("app/x.py", 1)})
RAW = Value("raw", SITES)


@pytest.mark.parametrize("name", ["dbapi_connection", "connection"])
def test_a_raw_connection_gives_the_drivers_own(name: str) -> None:
    assert attribute(RAW, name) == RAW


@pytest.mark.parametrize(("kind", "name"), [("raw", "info"), ("session", "connection"), ("engine", "dbapi_connection")])
def test_any_other_attribute_is_nothing(kind: str, name: str) -> None:
    assert attribute(Value(kind, SITES), name) is None


def test_an_async_engine_gives_its_own_engine() -> None:
    engine = Value("engine", SITES)
    assert attribute(engine, "sync_engine") == engine
