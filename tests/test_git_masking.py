"""Passwords in URLs never reach an output, other text does."""

from __future__ import annotations

import pytest

from consolidator.masking import mask, printable


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("postgresql://app:s3cret@db:5432/x", "postgresql://app:***@db:5432/x"),
        ("postgresql+asyncpg://app:p%40ss@db/x and more", "postgresql+asyncpg://app:***@db/x and more"),
        ("create_engine('mysql://a:b@h/d')", "create_engine('mysql://a:***@h/d')"),
        ("redis://:s3cret@cache/0", "redis://:***@cache/0"),
        ("postgresql://u:p@ss/w:rd@db/x", "postgresql://u:***@db/x"),
        ("postgresql://u:two words@db/x", "postgresql://u:***@db/x"),
        ("a://u:p@h, b://u:q@h", "a://u:***@h, b://u:***@h"),
        ("https://ghp_token@github.com/o/r.git", "https://***@github.com/o/r.git"),
        ("https://user:token@github.com/o/r.git", "https://user:***@github.com/o/r.git"),
        ("postgresql:///db?user=u&password=s3cret&x=1", "postgresql:///db?user=u&password=***&x=1"),
        ("postgresql://app@db/x", "postgresql://app@db/x"),
        ("redis://cache:6379/0 is down, ask ops@example.com", "redis://cache:6379/0 is down, ask ops@example.com"),
        ("see http://localhost:8000/docs", "see http://localhost:8000/docs"),
        ("line://u:p@h\nnext@line", "line://u:***@h\nnext@line"),
        ("no url: a@b", "no url: a@b"),
    ],
)
def test_mask(text: str, masked: str) -> None:
    assert mask(text) == masked
    assert mask(masked) == masked


def test_printable_shows_what_a_terminal_would_obey() -> None:
    assert printable("a\x1b[31m\n\udcffé") == r"a\x1b[31m\n\udcffé"
