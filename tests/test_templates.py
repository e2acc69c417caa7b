"""Templates filled with values, rendered to Python that formatters and linters accept."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from consolidator.editing.home_probe import Rerun
from consolidator.editing.wiring_probe import Asked
from consolidator.frameworks.wiring import Step
from consolidator.model import Engines, Getter, PoolOptions, SettingsReader, SharedModule
from consolidator.suppressing import CODES, OF_PLACE, suppressed, suppressed_above
from consolidator.templating import render

TEMPLATES = Path(__file__).parent.parent / "templates"
GETTER = Getter("get_engine", 'os.environ["DATABASE_URL"]')
OPTIONAL = Getter("get_reports_engine", "url_of()", ("from src.urls import url_of",), optional=True)
LONG = Getter("get_async_engine", 'os.environ["DATABASE_URL"].replace("postgresql://", "postgresql+asyncpg://")')
LATE = replace(LONG, is_async=True, engines="_async_engines")
SYNC = SharedModule("src/db.py", "src.db", (GETTER,), SettingsReader(), PoolOptions())
ASYNC = Engines("_async_engines", is_async=True)
OPTIONS = (("connect_args", '{"ssl": ssl.create_default_context()}'), ("echo", "True"))
NAMES = (*SettingsReader().names, ("wait_warning", "POOL_WAIT_WARNING"), ("pre_ping", "POOL_PRE_PING"))
READERS = {
    "environment": SettingsReader(),
    "environment with all": SettingsReader(names=NAMES),
    "accessor": SettingsReader("get_settings()", ("from src.config import get_settings",), NAMES),
    "object": SettingsReader("settings", ("from src.config import settings",)),
}
SIDES = {
    "sync": SYNC,
    "async": replace(SYNC, getters=(LATE,), engines=(ASYNC,)),
    "loops": replace(SYNC, getters=(LATE,), engines=(replace(ASYNC, by_url="shared_async_engine"),), per_loop=True),
    "both": replace(SYNC, getters=(GETTER, OPTIONAL, LATE), engines=(Engines(), ASYNC)),
    "bare": replace(SYNC, getters=(), engines=(Engines(by_url="shared_engine", is_text=False),)),
    "options": replace(SYNC, engines=(Engines(options=OPTIONS, imports=("import ssl",)),)),
    "kept": replace(SYNC, getters=(OPTIONAL,), engines=(Engines(keeps_sqlite=True),), sqlalchemy=(1, 4, 20)),
    "old loop": replace(SYNC, getters=(LATE,), engines=(ASYNC,), sqlalchemy=(2, 0, 10)),
    "old loops": replace(SYNC, getters=(LATE,), engines=(ASYNC,), per_loop=True, sqlalchemy=(2, 0, 10)),
    "old both": replace(SYNC, getters=(GETTER, LATE), engines=(Engines(), ASYNC), sqlalchemy=(2, 0, 10)),
    "warns": replace(SYNC, pool=PoolOptions(wait_warning=10)),
    "both warn": replace(
        SYNC, getters=(GETTER, LATE), engines=(Engines(), ASYNC), pool=PoolOptions(wait_warning=10), per_loop=True
    ),
    "numbers": replace(SYNC, getters=(LATE,), engines=(ASYNC,), per_loop=True, reads_numbers=True),
    "kept loops": replace(SYNC, getters=(LATE,), engines=(replace(ASYNC, keeps_sqlite=True),), per_loop=True),
}
PATCHES = [
    ("DATABASE_URL", "postgresql://localhost/wiring"),
    ("src.config.get_settings", [("return_value.POOL_SIZE", 3)]),
]
WIRED = (
    "localhost/wiring",
    3,
    [("src.config.settings", [("DATABASE_URL", "postgresql://a/wiring"), ("POOL_SIZE", 3)])],
)
TESTED: list[dict[str, object]] = [
    {
        "module": SYNC,
        "root": 1,
        "sites": ["src/main.py", *(f"src/reports/number{number}.py" for number in range(12))],
        "closers": closers,
        "getter": Asked("get_engine()", "_engines", is_async, "localhost/wiring", 3, None) if is_asked else None,
        "patches": PATCHES if is_asked else (),
        "home": None,
        "health": {
            "module": "src.health",
            "getter": "get_engine",
            "is_variable": False,
            "app_module": "src.main",
            "app": "create_app()",
            "framework": framework,
            "client": client,
            "is_async": is_async,
        }
        if client
        else None,
    }
    for closers in ([], [("src/main.py", ["close_async_db", "close_db"]), ("src/worker.py", ["close_db"])])
    for is_async in (False, True)
    for is_asked in (False, True)
    for framework, client in (("fastapi", "testclient"), ("starlette", "asgi"), ("flask", "flask"), ("", ""))
]
"""What the tests that come along are given."""
HOME = Rerun("src/models/base.py", "src.models.again", "sqlalchemy.create_engine", "", "args[0]", *WIRED)
TESTED += [
    {**TESTED[0], "home": HOME},
    {**TESTED[0], "home": replace(HOME, function="get_engine", url='kwargs["url"]', size=None)},
    {
        **TESTED[0],
        "home": replace(HOME, function="get_engine", name="src.infrastructure.of.the.persistence.layer.again"),
    },
    {**TESTED[0], "home": replace(HOME, name="src.infrastructure.of.the.persistence.layer.again")},
]
"""Those of a home, which goes on making the engine."""
CLIENT = {
    "client_module": "src.client",
    "client_class": "DatabaseClient",
    "arguments": "url_of()",
    "imports": ("from src.urls import url_of",),
}
OPEN, CLOSE = Step("src.client", "init_db_client", False), Step("src.client", "close_db_client", False)
POOL = Step("src.pool", "init_db_pool", True), Step("src.pool", "close_db_pool", True)
STEPS = [((), ()), ((), (CLOSE,)), ((OPEN,), (CLOSE,)), ((OPEN, POOL[0]), (CLOSE, POOL[1])), (POOL[:1], POOL[1:])]
"""What is opened and closed beside the engines."""
POOL_FILE = {
    "noun": "db_pool",
    "package": "asyncpg",
    "pool": "asyncpg.Pool",
    "creator": "asyncpg.create_pool",
    "closers": (("close", False),),
}
FRAMEWORKS = sorted(path.name for path in (TEMPLATES / "health").glob("[!_]*.j2") if path.name != "status.j2")
NO_MATTER = "COM812,ISC001,D203,D213,CPY001,Q000,D100,INP001,I001,F821,TC,FA,UP"
"""What formatters settle, what ruff guesses of files that stand alone, and what moves imports for types elsewhere."""
CLOSINGS = sorted(path.name for path in (TEMPLATES / "lifespan").glob("[!_]*.j2"))


def modules() -> Iterator[SharedModule]:
    """Every kind of shared module."""
    for side in SIDES.values():
        for reader in READERS.values():
            for quote, python in (('"', (3, 9)), ("'", (3, 12))):
                yield replace(side, reader=reader, quote=quote, python=python)


def texts(width: int = 88) -> Iterator[str]:
    """Every Python text that the templates give, in lines of a length."""
    for module in modules():
        yield render("db.py.j2", {"module": replace(module, width=width)})
    for values in TESTED:
        yield render("test_db.py.j2", {**values, "module": replace(SYNC, width=width)})
    for is_async in (False, True):
        for per_loop in (False, is_async):
            values = {**CLIENT, "is_async": is_async, "per_loop": per_loop, "close": "close"}
            yield render("client.py.j2", values)
            yield render("client.py.j2", {**values, "close": None, "python": (3, 10)})
    for is_async, opener in ((False, ""), (True, ""), (True, "open")):
        for imports in ((), ("from src.urls import url_of",)):
            given = "dsn=url_of()" if imports else "os.environ['DSN']"
            values = {**POOL_FILE, "is_async": is_async, "opener": opener, "imports": imports, "arguments": given}
            yield render("driver_pool.py.j2", values)
            yield render("driver_pool.py.j2", {**values, "python": (3, 10), "quote": "'"})


@pytest.mark.parametrize("is_async", [True, False])
def test_a_pool_s_module_imports_once_what_its_arguments_need(is_async: bool) -> None:
    lines = (
        "import os",
        "import ssl",
        "import asyncpg",
        "from src.urls import url_of",
        "import asyncio",
        "import threading",
    )
    values = {**POOL_FILE, "is_async": is_async, "opener": "", "imports": lines, "arguments": "url_of()"}
    text = render("driver_pool.py.j2", values)
    imported = [line.strip() for line in text.splitlines() if line.strip() in lines]
    assert sorted(imported) == sorted(lines)
    assert "    import ssl\n" in text and "    import os\n" not in text and "    import asyncpg\n" not in text


def test_a_pool_s_module_says_nothing_of_imports_where_it_has_them_all() -> None:
    values = {**POOL_FILE, "is_async": False, "opener": "", "imports": ("import os",), "arguments": "os.environ['X']"}
    text = render("driver_pool.py.j2", values)
    assert "Before the lock" not in text and text.count("import os") == 1


def snippets(width: int = 88) -> Iterator[str]:
    """Every text that goes into an existing file."""
    for module in (replace(side, width=width) for side in SIDES.values()):
        for getter in module.getters:
            yield render("health/status.j2", {"module": module, "getter": getter, "status": "_database_status"})
        for name in FRAMEWORKS:
            values = {
                "module": module,
                "is_async": module.has_async,
                "decorator_target": "app",
                "path": "/health/db",
                "status": "_status",
            }
            yield render(f"health/{name}", values)
            yield render(f"health/{name}", {**values, "name": "check", "path": '/"x"'})
        for name in CLOSINGS:
            for opens, closes in STEPS:
                yield render(f"lifespan/{name}", {"module": module, "target": "app", "opens": opens, "closes": closes})


def ruff(folder: Path, *arguments: str) -> str:
    """What ruff says about the files of a folder, as if nobody had configured it."""
    done = subprocess.run(
        [sys.executable, "-m", "ruff", *arguments, "--isolated", "--no-cache", "."],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


def write(folder: Path, sources: Iterator[str]) -> None:
    """Each text once, in a file of its own."""
    for number, text in enumerate(dict.fromkeys(sources)):
        (folder / f"file{number}.py").write_text(text)


@pytest.mark.parametrize("width", [79, 88, 120])
def test_generated_files_are_formatted_and_clean(width: int, tmp_path: Path) -> None:
    write(tmp_path, texts(width))
    assert len(list(tmp_path.iterdir())) > 80
    length = ("--line-length", str(width))
    assert ruff(tmp_path, "format", "--diff", *length, "--config", 'format.quote-style="preserve"') == ""
    rules = "E,F,W,B,SIM,C4,RUF,D3,D4"
    assert ruff(tmp_path, "check", *length, "--select", rules, "--ignore", "D413", "--target-version", "py39") == ""


@pytest.mark.parametrize("width", [79, 88, 120])
def test_snippets_are_formatted_and_clean(width: int, tmp_path: Path) -> None:
    write(tmp_path, snippets(width))
    length = ("--line-length", str(width))
    assert ruff(tmp_path, "format", "--diff", *length, "--config", 'format.quote-style="preserve"') == ""
    rules = "E,F,W,B,SIM,C4,RUF"
    assert ruff(tmp_path, "check", *length, "--select", rules, "--ignore", "F821", "--target-version", "py39") == ""


@pytest.mark.parametrize("made", [texts, snippets])
def test_what_a_strict_linter_finds_is_suppressed(made: Callable[[int], Iterator[str]], tmp_path: Path) -> None:
    write(tmp_path, (suppressed(text, CODES) for text in made(88)))
    assert ruff(tmp_path, "check", "--select", "ALL", "--ignore", NO_MATTER, "--target-version", "py39") == ""
    assert ruff(tmp_path, "format", "--diff", "--config", 'format.quote-style="preserve"') == ""


@pytest.mark.parametrize("code", sorted(CODES - {OF_PLACE}))
def test_nothing_is_suppressed_that_is_not_looked_for(code: str) -> None:
    for text in (*texts(), *snippets()):
        assert set(re.findall(r"noqa: ([A-Z0-9, ]+)", suppressed(text, {code}))) <= {code}
        assert suppressed(text, ()) == text


def test_a_file_of_tests_says_it_once_at_its_top(tmp_path: Path) -> None:
    text = render("test_db.py.j2", {**TESTED[0], "module": SYNC})
    above = suppressed_above(text, {"S101", "D103", "PLC0415"})
    assert above == f"# ruff: noqa: D103, S101\n{text}"
    assert suppressed_above(text, {"PLC0415"}) == text
    write(tmp_path, iter([suppressed_above(text, CODES)]))
    assert ruff(tmp_path, "check", "--select", "ALL", "--ignore", NO_MATTER) == ""


@pytest.mark.parametrize("width", [79, 88, 100, 120])
def test_black_changes_nothing(width: int, tmp_path: Path) -> None:
    write(tmp_path, texts(width))
    options = ["--line-length", str(width), "--target-version", "py39", "--skip-string-normalization", "--diff", "-q"]
    done = subprocess.run([sys.executable, "-m", "black", *options, "."], cwd=tmp_path, capture_output=True, text=True)
    assert (done.stdout, done.returncode) == ("", 0)


def test_snippets_have_their_imports_apart() -> None:
    for text in snippets():
        head, _, body = text.partition("\n\n\n")
        kinds = (ast.Import, ast.ImportFrom)
        assert all(isinstance(node, kinds) for node in ast.parse(head).body)
        assert not any(isinstance(node, kinds) for node in ast.parse(body).body)


@pytest.mark.parametrize("python", [(3, 9), (3, 10)])
def test_old_python_gets_old_annotations(python: tuple[int, int]) -> None:
    text = render("client.py.j2", {**CLIENT, "is_async": False, "close": None, "python": python})
    assert ("Optional[" in text) == (python == (3, 9))
    assert (" | None" in text) == (python != (3, 9))


@pytest.mark.parametrize(
    ("url", "asks"),
    [
        ('"postgresql://localhost/shop"', False),
        ("f'mysql+pymysql://{host}/shop'", False),
        ('"sqlite:///shop.db"', True),
        ('"postgresql://localhost/shop".replace("postgresql", os.environ["BACKEND"])', True),
        ("postgresql_url()", True),
    ],
)
def test_a_url_that_names_its_server_is_not_asked_for_sqlite(url: str, asks: bool) -> None:
    text = render("db.py.j2", {"module": replace(SYNC, getters=(replace(GETTER, url=url),))})
    assert ("sqlite" in text.replace(url, "")) == asks


def test_single_quotes_where_the_service_has_them() -> None:
    text = render("db.py.j2", {"module": replace(SYNC, quote="'")})
    assert text.replace('"""', "").count('"') == 0
    assert ast.dump(ast.parse(text)) == ast.dump(ast.parse(render("db.py.j2", {"module": SYNC})))


def test_a_database_name_cannot_inject_code() -> None:
    hostile = replace(GETTER, database='x"""\nimport os\nos.system("true")\n"""{{ 7 * 7 }}')
    text = render("db.py.j2", {"module": replace(SYNC, getters=(hostile,))})
    assert "os.system" not in {
        ast.unparse(node.func) for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)
    }
    assert "49" not in text


def test_generated_text_parses_on_python_39() -> None:
    for text in (*texts(), *snippets()):
        ast.parse(text, feature_version=(3, 9))
