"""The rendered health route and shutdown wiring in a small application of each framework."""

from __future__ import annotations

from pathlib import Path

import pytest

from consolidator.model import SharedModule
from consolidator.templating import render

from .conftest import Modules
from .generated import MODULES
from .stacks import Stack, build

FRAMEWORKS = ("fastapi", "starlette", "flask", "quart", "litestar", "aiohttp", "sanic", "django")


def write(folder: Path, framework: str, module: SharedModule) -> None:
    """Put the rendered pieces where the probe reads them."""
    is_async = not module.has_sync
    values = {"module": module, "is_async": is_async, "decorator_target": "app", "path": "/health/db"}
    values |= {"status": "database_status", "getter": module.getters[0]}
    (folder / "status.txt").write_text(render("health/status.j2", values))
    (folder / "health.txt").write_text(render(f"health/{framework}.j2", values))
    (folder / "lifespan.txt").write_text(render(f"lifespan/{framework}.j2", {"module": module, "target": "app"}))


@pytest.fixture(scope="module")
def web() -> Stack:
    """All frameworks at their newest."""
    return build("web")


@pytest.mark.parametrize("module", ["db_kept", "db_kept_async"])
@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_health_and_shutdown(web: Stack, modules: Modules, framework: str, module: str, tmp_path: Path) -> None:
    write(tmp_path, framework, MODULES[module])
    web.prove("routes", framework, module, modules=modules(web), url="", folder=tmp_path)
