"""What the target's code is run with."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from consolidator.errors import UsageError
from consolidator.prove.arguments import Arguments, to_ask
from consolidator.prove.environment import (
    databases_named,
    filled,
    serving_environment,
    target_environment,
    target_python,
)
from consolidator.prove.sources import find_scheme, read_sources
from consolidator.prove.variables import needed, part

URL = "postgresql+psycopg://app:se%40cret@127.0.0.1:5433/app"
Tree = Callable[..., Path]


def given(**values: object) -> Arguments:
    return Arguments("main", "feat", Path(), **values)  # type: ignore[arg-type]


def test_parts_of_the_url_are_put_into_variables() -> None:
    parts = filled((("A", "{url}"), ("B", "{user}:{password}@{host}:{port}/{database}"), ("C", "plain")), (URL,))
    assert parts == {"A": URL, "B": "app:se@cret@127.0.0.1:5433/app", "C": "plain"}


def test_further_databases_are_numbered() -> None:
    variables = (("A", "{url}"), ("B", "{url_2}"), ("REPLICA", "{url_1}"))
    assert databases_named(variables) == 2
    assert filled(variables, ("one://h/", "two://h/")) == {"A": "one://h/", "B": "two://h/", "REPLICA": "one://h/"}
    assert databases_named((("X", "1"),)) == 1


@pytest.mark.parametrize("template", ["{nope}", "{", "{0}", "{url.x}"])
def test_unknown_parts_are_refused(template: str) -> None:
    with pytest.raises(UsageError):
        filled((("A", template),), (URL,))


def test_the_folder_goes_first_on_the_import_path_and_a_src_layout_counts(tree: Tree) -> None:
    folder = tree("a", **{"src/pkg/__init__.py": ""})
    env = target_environment(folder, "/venv/bin/python", {"PYTHONPATH": "/old", "PATH": "/bin"})
    assert env["PYTHONPATH"].split(os.pathsep) == [str(folder), str(folder / "src"), "/old"]
    assert env["PATH"] == f"/venv/bin{os.pathsep}/bin"
    package = tree("b", **{"src/__init__.py": ""})
    assert target_environment(package, None, {})["PYTHONPATH"] == str(package)


def test_variables_of_git_do_not_arrive(tmp_path: Path) -> None:
    env = {"GIT_DIR": "/x/.git", "GIT_INDEX_FILE": "i", "GIT_AUTHOR_NAME": "a", "GITHUB_ACTIONS": "true"}
    assert target_environment(tmp_path, None, env).keys() == {"GITHUB_ACTIONS", "PYTHONPATH"}


def test_variables_that_set_the_number_of_processes_are_dropped() -> None:
    env = serving_environment(
        {"WEB_CONCURRENCY": "9", "UVICORN_WORKERS": "9", "GUNICORN_CMD_ARGS": "-w 9", "KEEP": "1"}
    )
    assert env == {"KEEP": "1", "PYTHONUNBUFFERED": "1"}


def test_the_repositorys_own_interpreter_is_preferred(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    repository = tree("a", **{".venv/bin/python": ""})
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    assert target_python(repository) == str(repository / ".venv/bin/python")
    assert target_python(tree("b", x="")) == "python3"


def test_the_interpreter_is_one_that_any_folder_can_start(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    repository = tree("a", **{".venv/bin/python": "", "sub/x.py": ""})
    monkeypatch.chdir(repository)
    own = str(repository / ".venv/bin/python")
    assert to_ask(given(import_only=True)).python == own
    assert to_ask(given(import_only=True, python=".venv/bin/python")).python == own
    assert to_ask(given(import_only=True, python="python3.12")).python == "python3.12"


def test_the_scheme_is_the_one_that_the_files_write(tree: Tree) -> None:
    files = {
        ".env.example": "U=postgresql+psycopg://a:b@c/d",
        "README.md": "postgresql://x",
        "app.py": "'postgresql+psycopg://'",
    }
    assert find_scheme(tree("a", **files)) == "postgresql+psycopg"
    assert find_scheme(tree("b", **{"x.py": "mysql://"})) == "postgresql"


def test_tests_links_and_large_files_are_no_sources(tree: Tree) -> None:
    folder = tree("a", **{"app.py": "1", "tests/test_x.py": "1", "big.py": "#" * (1 << 21)})
    (folder / "link.py").symlink_to("/etc/passwd")
    assert list(read_sources(folder)) == ["app.py"]


def test_variables_of_databases_can_be_replaced() -> None:
    ask = to_ask(given(app="a:b", url_variables=("MAIN", "SECOND"), env=("SECOND={url}", "X=1=2")))
    assert ask.under_load is not None
    assert ask.under_load.service.variables == (("MAIN", "{url}"), ("SECOND", "{url}"), ("X", "1=2"))


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"app": "a:b", "concurrency": 0},
        {"app": "a:b", "rounds": 0},
        {"app": "a:b", "max_connections": 4},
        {"app": "a:b", "env": ("NOVALUE",)},
        {"app": "a:b", "requests": ("nonsense",)},
    ],
)
def test_values_that_cannot_be_used_are_refused_at_once(values: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        to_ask(given(**values))


def test_variables_without_a_default_are_found() -> None:
    source = b"""
import os
from os import environ
a = os.environ["ONE"]
b = environ["TWO"] or os.environ.get("NOT_A")
c = os.getenv("NOT_B"), os.getenv("NOT_C", "x")
os.environ["NOT_D"] = "set here"
d = env("THREE"), env.str("FOUR"), env("NOT_E", default=""), config("FIVE"), env.bool("NOT_F", False)

class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="app_")
    six: str
    seven: SecretStr = Field(...)
    eight: str = Field(alias="EIGHT")
    not_g: int = 3
    not_h: str = Field(default="x")
    kind: ClassVar[str]
"""
    found = needed({"src/config.py": source, "src/broken.py": b"("})
    assert set(found) == {"ONE", "TWO", "THREE", "FOUR", "FIVE", "APP_SIX", "APP_SEVEN", "EIGHT"}
    assert found["ONE"] == "src/config.py:4"


def test_a_file_of_variables_gives_way_to_the_urls_and_to_what_is_said(tmp_path: Path) -> None:
    (tmp_path / "env").write_text(
        "# x\nexport KEY='a b'\nDATABASE_URL=postgresql://prod\nBRACE={x}\nREF=${KEY}\nKEY2=1\n"
    )
    ask = to_ask(given(app="a:b", env_file=str(tmp_path / "env"), env=("KEY2=2",)))
    assert ask.under_load is not None
    values = filled(ask.under_load.service.variables, (URL,))
    assert values == {"KEY": "a b", "DATABASE_URL": URL, "BRACE": "{x}", "REF": "${KEY}", "KEY2": "2"}
    with pytest.raises(UsageError, match="no file"):
        to_ask(given(app="a:b", env_file=str(tmp_path / "none")))


def test_parts_of_an_address_are_known_by_their_names() -> None:
    names = {
        "POSTGRES_USER": "{user}",
        "PGPASSWORD": "{password}",
        "DB_HOST": "{host}",
        "POSTGRES_SERVER": "{host}",
        "APP_DATABASE_PORT": "{port}",
        "POSTGRES_DB": "{database}",
        "DB_NAME": "{database}",
    }
    assert {name: part(name) for name in names} == names
    assert [part(name) for name in ("DATABASE_URL", "MAIL_USERNAME", "HOST", "DB_ECHO", "DATABASE")] == [None] * 5
    ask = to_ask(given(app="a:b", url_variables=("POSTGRES_USER", "OTHER_URL")))
    assert ask.under_load is not None
    assert ask.under_load.service.variables[0] == ("POSTGRES_USER", "{user}")
