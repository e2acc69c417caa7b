"""An expression is shown by its shape: what it is made of, and none of its literals that may be a secret."""

from __future__ import annotations

import pytest

from consolidator.masking import mask, without_literals
from consolidator.syntax.showing import UNKNOWN, scheme_of, shown
from masking.shapes import SHAPES, module, secret

NUMBERS = range(len(SHAPES))


def written(number: int) -> str:
    """A shape as it stands in its module."""
    return module(number).partition("kept_")[2].partition(" = ")[2]


def test_there_are_many_shapes() -> None:
    assert len(SHAPES) >= 45


@pytest.mark.parametrize("number", NUMBERS, ids=list(SHAPES))
def test_no_shape_shows_its_password(number: int) -> None:
    text = shown(written(number))
    assert secret(number) not in text and text != UNKNOWN


@pytest.mark.parametrize("number", [n for n in NUMBERS if "#" not in written(n)])
def test_no_shape_quoted_by_an_error_shows_its_password(number: int) -> None:
    assert secret(number) not in without_literals(f"cannot read {written(number)}")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("settings.DATABASE_URL", "settings.DATABASE_URL"),
        ("get_settings().url", "get_settings().url"),
        ('os.environ["DATABASE_URL"]', "os.environ['DATABASE_URL']"),
        ('os.getenv("URL", "postgresql://u:pw@h/db")', "os.getenv('URL', 'postgresql://u:***@h/db')"),
        ('config.get("database.url")', "config.get('database.url')"),
        ('"sqlite:///./test.db"', "'sqlite:///./test.db'"),
        ('"postgresql://app@db:5432/x?sslmode=require&x=1"', "'postgresql://app@db:5432/x?sslmode=require&x=***'"),
        ('"postgresql://" + user + ":" + pw + "@" + host', "'postgresql://' + user + ':' + pw + '@' + host"),
        ('f"mysql+pymysql://{u}:{p}@{h}:{port}/{d}"', "f'mysql+pymysql://{u}:{p}@{h}:{port}/{d}'"),
        ("sys.argv[1]", "sys.argv[1]"),
        ("a if x else None", "a if x else None"),
        ("f(\n    # a comment\n    x,\n)", "f(x)"),
    ],
)
def test_what_cannot_be_a_secret_is_shown(source: str, expected: str) -> None:
    assert shown(source) == expected


@pytest.mark.parametrize("source", ["a b", "(" * 300, "x" * 6_000, "f('" + "\0" + "')"])
def test_what_is_no_expression_is_not_shown(source: str) -> None:
    assert shown(source) == UNKNOWN


def test_a_shown_url_stays_what_it_is_when_it_is_masked_again() -> None:
    text = shown('"postgresql://u:pw@h/db?password=x"')
    assert mask(text) == text == "'postgresql://u:***@h/db?password=***'"


@pytest.mark.parametrize(
    ("text", "scheme"),
    [("postgresql+asyncpg://", "postgresql+asyncpg"), ("sqlite:///x", "sqlite"), ("s3cret", None), ("a b://", None)],
)
def test_the_driver_of_a_url_is_its_scheme(text: str, scheme: str | None) -> None:
    assert scheme_of(text) == scheme


def test_what_python_warns_of_is_not_printed(recwarn: pytest.WarningsRecorder) -> None:
    assert shown(r'"\d" + x') == "'***' + x" and not recwarn.list
