"""What is told of databases: a name of its own for each, and the driver that its URL is given."""

from __future__ import annotations

import pytest
from casework import snapshot_of

from consolidator import pipeline
from consolidator.model import Options

ENGINE = b"import os\nfrom sqlalchemy import create_engine\ndef {}():\n    return create_engine(os.environ['DB'])\n"
MAIN = b"from fastapi import FastAPI\nfrom app import a, b\napp = FastAPI()\n"
SERVICE = {
    "app/__init__.py": b"",
    "app/main.py": MAIN,
    **{f"app/{name}.py": ENGINE.replace(b"{}", name.encode()) for name in ("a", "b")},
}


@pytest.mark.parametrize(
    ("path", "text", "driver"),
    [
        (".env.example", "DB=sqlite:///x.db\n", None),
        (".env.example", "export DB='mysql+pymysql://h/d'\n", "mysql+pymysql"),
        ("compose.yaml", "services:\n  api:\n    environment:\n      - DB=mysql+pymysql://h/d\n", "mysql+pymysql"),
        ("requirements.txt", "psycopg2-binary==2.9.9\nasyncpg\n", "postgresql+psycopg2"),
        ("requirements.txt", "psycopg2\nPyMySQL==1.0\n", None),
        (
            "pyproject.toml",
            "[project]\nname = 'a'\ndependencies = [\n  'psycopg[binary]>=3',\n]\n",
            "postgresql+psycopg",
        ),
    ],
)
def test_the_driver_is_that_of_the_url_or_of_what_is_installed(path: str, text: str, driver: str | None) -> None:
    plan = pipeline.decide(snapshot_of({**SERVICE, path: text.encode()}), Options())
    assert [row.driver for row in plan.databases] == [driver]


def test_a_synchronous_engine_has_no_asynchronous_driver() -> None:
    files = {name: text.replace(b"['DB']", b"['DB'].replace('+asyncpg', '')") for name, text in SERVICE.items()}
    files |= {".env.example": b"DB=postgresql+asyncpg://h/d\n", "requirements.txt": b"asyncpg\npsycopg2\n"}
    plan = pipeline.decide(snapshot_of(files), Options())
    assert [row.driver for row in plan.databases] == ["postgresql+psycopg2"]


def test_two_databases_of_one_variable_are_told_apart_with_the_figures_of_each() -> None:
    """With another default it is another database: what one of them makes is not told of the other."""
    other = b"from sqlalchemy import create_engine\nimport os\nengine = create_engine(os.environ.get('DB', 'x://y'))\n"
    plan = pipeline.decide(
        snapshot_of({**SERVICE, "app/c.py": other, "app/main.py": MAIN.replace(b"a, b", b"a, b, c")}), Options()
    )
    assert [(row.name, row.engines_before, row.engines_after) for row in plan.databases] == [
        ("DB (app/a.py)", None, 1),
        ("DB (app/c.py)", 1, 1),
    ]


def test_a_site_that_stays_is_told_from_one_at_the_same_place_of_another_file() -> None:
    asked = SERVICE["app/b.py"].replace(b"['DB'])", b"['DB'])  # consolidate: ignore")
    files = {**SERVICE, "app/b.py": asked, "app/c.py": SERVICE["app/a.py"]}
    files["app/main.py"] = MAIN.replace(b"a, b", b"a, b, c")
    (row,) = pipeline.decide(snapshot_of(files), Options()).databases
    assert {site.path: site.action.value for site in row.sites} == {
        "app/a.py": "consolidated", "app/b.py": "kept", "app/c.py": "consolidated"
    }  # fmt: skip


def test_an_asynchronous_engine_of_the_same_variable_says_so() -> None:
    other = (
        b"import os\nfrom sqlalchemy.ext.asyncio import create_async_engine\n"
        b"engine = create_async_engine(os.environ['DB'])\n"
    )
    plan = pipeline.decide(
        snapshot_of({**SERVICE, "app/c.py": other, "app/main.py": MAIN.replace(b"a, b", b"a, b, c")}), Options()
    )
    assert [(row.name, row.is_async) for row in plan.databases] == [("DB", False), ("DB, async", True)]


def test_an_engine_that_is_bounded_where_it_stands_keeps_its_own_sizes() -> None:
    sized = ENGINE.replace(b"{}", b"a").replace(b"['DB']", b"['DB'], pool_size=1, max_overflow=0")
    files = {**SERVICE, "app/a.py": sized, "app/main.py": MAIN.replace(b"a, b", b"a")}
    plan = pipeline.decide(snapshot_of({path: text for path, text in files.items() if path != "app/b.py"}), Options())
    assert [(row.pool_before, row.pool_after) for row in plan.databases] == [(None, 1)]


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("DB_USER", "DB_PASSWORD", "DB_HOST", "DB_NAME"), "DB_NAME"),
        (("POSTGRES_USER", "POSTGRES_PASSWORD", "POSTGRES_SERVER"), "POSTGRES_SERVER"),
        (("PGUSER", "PGPASSWORD", "PGPORT"), "PGPORT"),
        (("APP_USER",), "APP_USER"),
    ],
)
def test_a_database_of_parts_is_called_by_its_name_or_host_and_not_by_who_logs_in(
    parts: tuple[str, ...], name: str
) -> None:
    url = "f'postgresql://" + ":".join(f'{{os.environ["{part}"]}}' for part in parts) + "'"
    files = {path: text.replace(b"os.environ['DB']", url.encode()) for path, text in SERVICE.items()}
    plan = pipeline.decide(snapshot_of(files), Options())
    assert [row.name for row in plan.databases] == [name]


@pytest.mark.parametrize(
    ("option", "told"),
    [
        (b", pool_timeout=10", ", without its `pool_timeout=10`"),
        (b", max_overflow=0, pool_recycle=-1", ", without its `max_overflow=0`"),
        (b", pool_timeout=30", ""),
        (b", pool_size=20", ""),
    ],
)
def test_what_one_site_says_of_its_pool_and_the_shared_one_has_not_is_told(option: bytes, told: str) -> None:
    """The largest size is what all get, so that nobody gives it up."""
    files = {**SERVICE, "app/b.py": ENGINE.replace(b"{}", b"b").replace(b"['DB']", b"['DB']" + option)}
    plan = pipeline.decide(snapshot_of(files), Options())
    said = {finding.path: finding.reason for finding in plan.findings}
    assert said["app/b.py"] == f"it shares the engine of app/db.py{told}"


def test_what_a_site_says_of_its_pool_and_its_home_has_not_is_told() -> None:
    home = b"engine = create_engine(os.environ['DB'], pool_size=9)\n"
    files = {
        "app/__init__.py": b"",
        "app/database.py": b"import os\nfrom sqlalchemy import create_engine\n" + home,
        "app/main.py": b"from fastapi import FastAPI\nfrom app import b\nfrom app.database import engine\n"
        b"app = FastAPI()\n@app.get('/b')\ndef get():\n    return b.load(), engine\n",
        "app/b.py": b"import os\nfrom sqlalchemy import create_engine\ndef load():\n"
        b"    return create_engine(os.environ['DB'], pool_size=9, max_overflow=10, pool_timeout=7)\n",
    }
    (row,) = [each for each in pipeline.decide(snapshot_of(files), Options()).findings if each.path == "app/b.py"]
    assert row.reason == "it takes the engine that app/database.py makes once, without its `pool_timeout=7`"


@pytest.mark.parametrize(
    ("option", "told"), [(b", echo=True", ", without its `echo`"), (b", echo=False", ""), (b", pool_pre_ping=True", "")]
)
def test_an_option_for_logs_that_one_site_loses_is_told(option: bytes, told: str) -> None:
    files = {**SERVICE, "app/b.py": ENGINE.replace(b"{}", b"b").replace(b"['DB']", b"['DB']" + option)}
    plan = pipeline.decide(snapshot_of(files), Options())
    said = {finding.path: finding.reason for finding in plan.findings}
    assert said == {
        "app/a.py": "it shares the engine of app/db.py",
        "app/b.py": f"it shares the engine of app/db.py{told}",
    }
