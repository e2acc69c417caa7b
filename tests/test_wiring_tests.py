"""The tests that come along: what they put in the place of the service's settings, and how they ask its application."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import indent

import pytest
from casework import snapshot_of
from test_proposing import CONFIG, MAIN, SITE, service

from consolidator.model import Options
from consolidator.planning import plan
from consolidator.survey import survey

SITES = ("orders", "carts", "stock")
ASKING = b"from fastapi.testclient import TestClient\n\n\ndef test_that_it_answers():\n    assert TestClient\n"
IMPORTS, _, ROUTES = MAIN.format(unit="app").partition("\n\napp = FastAPI()\n")
ROUTER = """from fastapi import APIRouter

router = APIRouter()


@router.get("/health")
def health():
    return "ok"
"""
INCLUDING = MAIN.format(unit="app").replace("import carts", "import carts, health").partition("@app.get")[0]
INCLUDING += "app.include_router(health.router)\napp.get('/orders')(orders.orders)\n"


def along(files: Mapping[str, str], *gone: str) -> dict[str, object]:
    """What the tests that come along with a service are rendered from."""
    texts = {**service("app"), "tests/test_app.py": ASKING, **{path: text.encode() for path, text in files.items()}}
    found = plan(survey(snapshot_of({path: text for path, text in texts.items() if path not in gone})), Options())
    (new,) = [file for file in found.new_files if file.path == "tests/test_db.py"]
    return dict(new.values)


def sites(imports: str, url: str) -> dict[str, str]:
    """The modules with engines, which read their URL another way."""
    taken = {name: SITE.format(unit="app", name=name) for name in SITES}
    wanted = ("from app.config import Settings", imports)
    return {f"app/{n}.py": text.replace(*wanted).replace("Settings().DATABASE_URL", url) for n, text in taken.items()}


URL = "postgresql://localhost/wiring"
MADE = [("app.config.Settings", [("return_value.DATABASE_URL", URL), ("return_value.POOL_SIZE", 3)])]


@pytest.mark.parametrize(
    ("imports", "url", "patches"),
    [
        ("from app.config import Settings", "Settings().DATABASE_URL", MADE),
        ("from app.config import Settings", "str(Settings().DATABASE_URL)", MADE),
        ("import os", "os.environ['DATABASE_URL']", [("DATABASE_URL", URL), ("POOL_SIZE", "3")]),
        (
            "from app import config",
            "config.settings.DATABASE_URL",
            [("app.config", [("settings.DATABASE_URL", URL)]), ("app.config.settings", [("POOL_SIZE", 3)])],
        ),
    ],
)
def test_what_stands_in_for_the_settings(imports: str, url: str, patches: list[object]) -> None:
    config = CONFIG + ("\n\nsettings = Settings()\n" if "config.settings" in url else "")
    assert along({"app/config.py": config, **sites(imports, url)})["patches"] == patches


@pytest.mark.parametrize(
    ("params", "app"),
    [("", "create_app()"), ("name='shop'", "create_app()"), ("*parts, **more", "create_app()"), ("name", None)],
)
def test_an_application_is_made_where_that_needs_nothing(params: str, app: str | None) -> None:
    made = f"{IMPORTS}\n\n\ndef create_app({params}):\n{indent(f'app = FastAPI(){ROUTES}', '    ')}\n    return app\n"
    health = along({"app/main.py": made})["health"]
    assert (health["app"] if isinstance(health, dict) else health) == app


@pytest.mark.parametrize(("path", "module"), [("app/main.py", "app.main"), ("app/api-server.py", None)])
def test_an_application_that_cannot_be_imported_is_not_asked(path: str, module: str | None) -> None:
    health = along({"app/health.py": ROUTER, path: INCLUDING}, *({"app/main.py"} - {path}))["health"]
    assert (health["app_module"] if isinstance(health, dict) else health) == module
