"""A folder that the user named, and the deployables that it means."""

from __future__ import annotations

import pytest

from consolidator.glances import quick_imports
from consolidator.meaning.deployables import scope_of
from consolidator.meaning.scope import Scope
from consolidator.modules import ModuleMap


def geography(files: dict[str, str]) -> tuple[ModuleMap, frozenset[str]]:
    imports = {path: quick_imports(text.encode()) for path, text in files.items() if path.endswith(".py")}
    return ModuleMap.of(files, imports), frozenset(files)


def package(folder: str, name: str) -> dict[str, str]:
    inner = f"{folder}/{name}" if folder else name
    return {
        f"{inner}/__init__.py": "",
        f"{inner}/config.py": "",
        f"{inner}/api/main.py": f"from {name}.config import URL\n",
    }


TWO = {**package("services/billing", "billing"), **package("services/shipping", "shipping"), "conftest.py": ""}
DEEP = {**package("a/api/src", "api"), **package("b/api/src", "api"), **package("b/worker/src", "worker")}
ONE = {**package("", "app"), "tests/test_app.py": "from app.config import URL\n", "Dockerfile": ""}
ONE_ROOT = {
    **package("", "services"),
    "services/billing/Dockerfile": "",
    "services/billing/main.py": "from services.billing.config import URL\n",
    "services/billing/config.py": "",
    "services/shipping/Dockerfile": "",
    "services/shipping/main.py": "from services.shipping.config import URL\n",
    "services/shipping/config.py": "",
}


@pytest.mark.parametrize(
    ("files", "folder", "inside", "outside", "name"),
    [
        (TWO, "services/billing", "services/billing/billing/api/main.py", "services/shipping/setup.py", "billing"),
        (TWO, "services/billing/billing/api", "services/billing/.env.example", "compose.yaml", "billing"),
        (TWO, "services", "services/shipping/shipping/config.py", "compose.yaml", ""),
        (TWO, "docs", "docs/index.md", "services/billing/billing/config.py", ""),
        (DEEP, "a/api/src/api", "a/api/.env.example", "b/api/src/api/config.py", "a-api"),
        (DEEP, "b/worker", "b/worker/src/worker/config.py", "b/api/.env.example", "worker"),
        (DEEP, "b", "b/worker/src/worker/config.py", "a/api/.env.example", "b"),
        (ONE, "app/api", "tests/test_app.py", None, ""),
        (ONE, "tests", ".env.example", None, ""),
        (ONE_ROOT, "services/billing", "services/billing/config.py", "services/shipping/config.py", "billing"),
        (ONE_ROOT, "services/api", "services/config.py", "services/shipping/config.py", ""),
    ],
)
def test_a_folder_means_the_deployables_below_it_or_the_one_around_it(
    files: dict[str, str], folder: str, inside: str, outside: str | None, name: str
) -> None:
    scope = scope_of(*geography(files), folder)
    assert scope.holds(inside)
    assert outside is None or not scope.holds(outside)
    assert scope.name == name


@pytest.mark.parametrize("files", [TWO, DEEP, ONE, ONE_ROOT, {}])
def test_the_whole_repository_is_no_limit(files: dict[str, str]) -> None:
    scope = scope_of(*geography(files), "")
    assert scope == Scope() and all(scope.holds(path) for path in [*files, "anything.py"])
