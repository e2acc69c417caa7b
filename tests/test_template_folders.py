"""Templates of the user's own: they take precedence, extend what is there, and what is wrong with one is explained."""

from __future__ import annotations

from pathlib import Path

import pytest

from consolidator.errors import UsageError
from consolidator.model import Getter, PoolOptions, SettingsReader, SharedModule
from consolidator.templating import render

GETTER = Getter("get_engine", 'os.environ["DATABASE_URL"]')
MODULE = SharedModule("src/db.py", "src.db", (GETTER,), SettingsReader(), PoolOptions())


def test_own_template_takes_precedence(tmp_path: Path) -> None:
    (tmp_path / "db.py.j2").write_text("own = {{ module.module | literal }}\n")
    assert render("db.py.j2", {"module": MODULE}, str(tmp_path)) == 'own = "src.db"\n'
    assert "close_db" in render("lifespan/atexit.j2", {"module": MODULE, "target": "app"}, str(tmp_path))


def test_own_template_may_extend_a_part(tmp_path: Path) -> None:
    (tmp_path / "lifespan").mkdir()
    (tmp_path / "lifespan" / "flask.j2").write_text('{% include "lifespan/atexit.j2" %}# checked\n')
    text = render("lifespan/flask.j2", {"module": MODULE, "target": "app"}, str(tmp_path))
    assert "atexit.register(close_db)" in text
    assert text.endswith("# checked\n")


def test_missing_template_folder(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is not a folder") as caught:
        render("db.py.j2", {"module": MODULE}, str(tmp_path / "nowhere"))
    assert caught.value.cure


@pytest.mark.parametrize(
    "text",
    [
        "{% if %}",
        "{{ unknown }}",
        "{{ module.unknown }}",
        "{% include 'nowhere.j2' %}",
        "{{ 1 / 0 }}",
        "{{ [][1] }}",
        "{{ module | literal }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ range(10 ** 9) | list }}",
        "{% include 'db.py.j2' %}",
        "x = ('{{ quote }}",
    ],
)
def test_failing_own_template_is_explained(text: str, tmp_path: Path) -> None:
    (tmp_path / "db.py.j2").write_text(text)
    with pytest.raises(UsageError, match=r"db\.py\.j2") as caught:
        render("db.py.j2", {"module": MODULE, "quote": "'"}, str(tmp_path))
    assert caught.value.exit_code == 2
    assert "template" in caught.value.cure


def test_own_template_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "db.py.j2").write_bytes(b"\xff\xfe")
    with pytest.raises(UsageError):
        render("db.py.j2", {"module": MODULE}, str(tmp_path))
