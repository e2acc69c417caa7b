"""The test file that a service gets passes there, and fails when the shared module is broken."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from consolidator.model import SettingsReader, SharedModule
from consolidator.templating import render

from .generated import ASYNC, MAIN, SYNC
from .stacks import LATEST, OLDER, Stack, build

SETTINGS = "def get_settings():\n    raise LookupError('settings need a service that runs')\n\n\nsettings = None\n"
CALLED = SettingsReader("get_settings()", ("from src.config import get_settings",))
NESTED = SettingsReader("settings.database", ("from src.config import settings",), (("size", "pool_size"),))
OPAQUE = SettingsReader("config.get_settings()", ("import src.config as config",))
SERVICE = replace(SYNC, module="src.db", path="src/db.py")
BOTH = replace(SERVICE, getters=(MAIN, ASYNC), has_async=True, reader=CALLED, quote="'", python=(3, 10))
SERVICES = {
    "sync": SERVICE,
    "async": replace(SERVICE, getters=(ASYNC,), has_sync=False, has_async=True),
    "both": BOTH,
    "nested": replace(SERVICE, reader=NESTED),
    "opaque": replace(SERVICE, reader=OPAQUE),
}


def write(folder: Path, module: SharedModule) -> Path:
    """A service in a folder: settings that cannot be read here, the shared module and its tests."""
    (folder / "src").mkdir()
    (folder / "src" / "__init__.py").touch()
    (folder / "src" / "config.py").write_text(SETTINGS)
    (folder / "src" / "db.py").write_text(render("db.py.j2", {"module": module}))
    (folder / "test_db.py").write_text(render("test_db.py.j2", {"module": module}))
    return folder


def run(stack: Stack, folder: Path) -> str:
    """Run the tests with nothing but SQLAlchemy and pytest in use; no database, no service around."""
    options = ("-q", "-W", "error", "-p", "no:cacheprovider")
    return stack.run(("-m", "pytest", *options, "test_db.py"), {}, folder)


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("stack", [LATEST, *OLDER])
def test_they_pass(stack: str, service: str, tmp_path: Path) -> None:
    assert " passed" in run(build(stack), write(tmp_path, SERVICES[service]))


BREAKS = {
    "the lock": ("    with _lock:\n        engine = _known(_engines, key)\n        if engine is None:", "    if True:"),
    "the registry": ("_engines.append((key, engine))", "pass"),
    "the size": ('"POOL_SIZE", 5, 1', '"POOL_SIZES", 5, 1'),
    "the check": ("if number < least:", "if False:"),
    "the pool class": ('("pool_recycle", "pool_pre_ping")', "settings"),
    "closing": ("        engine.dispose()\n", "        pass\n"),
    "laziness": ("\nif hasattr(os", "\nshared_engine('sqlite:///f')\n\nif hasattr(os"),
    "memory": ("if _lives_in_its_connection(parsed):", "if False:"),
    "the probe": ("if checked is None or _is_full(checked):", "if checked is None:"),
    "the numbers": ("max(0, overflow)", "overflow"),
}


@pytest.mark.parametrize("broken", BREAKS)
def test_they_notice(broken: str, latest: Stack, tmp_path: Path) -> None:
    old, new = BREAKS[broken]
    module = write(tmp_path, SERVICE) / "src" / "db.py"
    text = module.read_text()
    assert old in text
    module.write_text(text.replace(old, new))
    with pytest.raises(AssertionError, match="failed"):
        run(latest, tmp_path)
