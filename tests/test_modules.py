"""Module geography: which file an import names, and how one file can import another."""

from __future__ import annotations

import ast
import time
from collections.abc import Mapping

import pytest

from consolidator.model import Import, Span
from consolidator.modules import ModuleMap


def imports_of(source: str) -> tuple[Import, ...]:
    rows: list[Import] = []
    for node in ast.walk(ast.parse(source)):
        span = Span(0, 0)
        if isinstance(node, ast.ImportFrom):
            rows += [Import(node.module or "", a.name, a.asname or a.name, node.level, "", span) for a in node.names]
        elif isinstance(node, ast.Import):
            rows += [Import(a.name, None, a.asname or a.name.split(".")[0], 0, "", span) for a in node.names]
    return tuple(rows)


def geography(files: Mapping[str, str]) -> ModuleMap:
    return ModuleMap.of(files, {path: imports_of(source) for path, source in files.items()})


def resolved(files: Mapping[str, str], importer: str, statement: str) -> str | None:
    (row,) = imports_of(statement)
    return geography({**files, importer: files.get(importer, "") + "\n" + statement}).resolve(importer, row)


SRC_AS_PACKAGE = {
    "src/__init__.py": "",
    "src/config.py": "",
    "src/main.py": "from src.config import settings\nfrom src.analytics import models",
    "src/analytics/__init__.py": "",
    "src/analytics/models.py": "from src.config import settings",
    "src/analytics/solo.py": "",
}
SRC_AS_ROOT = {
    "src/main.py": "from users import User\nfrom database.session import get_db",
    "src/users.py": "",
    "src/database/session.py": "import users",
    "tests/test_users.py": "from users import User",
}
TWO_SERVICES = {
    "billing/app/__init__.py": "",
    "billing/app/db.py": "",
    "billing/app/main.py": "from app.db import engine",
    "orders/app/__init__.py": "",
    "orders/app/db.py": "",
    "orders/app/main.py": "from app.db import engine",
}


@pytest.mark.parametrize(
    ("files", "importer", "statement", "expected"),
    [
        (SRC_AS_PACKAGE, "src/main.py", "from src.config import settings", "src/config.py"),
        (SRC_AS_PACKAGE, "src/main.py", "from src.analytics import models", "src/analytics/models.py"),
        (SRC_AS_PACKAGE, "src/main.py", "from src.analytics import anything", "src/analytics/__init__.py"),
        (SRC_AS_PACKAGE, "src/main.py", "from src.analytics import *", "src/analytics/__init__.py"),
        (SRC_AS_PACKAGE, "src/main.py", "import src.analytics.models", "src/analytics/models.py"),
        (SRC_AS_PACKAGE, "src/analytics/models.py", "from ..config import settings", "src/config.py"),
        (SRC_AS_PACKAGE, "src/analytics/models.py", "from . import solo", "src/analytics/solo.py"),
        (SRC_AS_PACKAGE, "src/analytics/models.py", "from ....config import settings", None),
        (SRC_AS_PACKAGE, "src/main.py", "import sqlalchemy", None),
        (SRC_AS_ROOT, "src/main.py", "from users import User", "src/users.py"),
        (SRC_AS_ROOT, "src/database/session.py", "import users", "src/users.py"),
        (SRC_AS_ROOT, "tests/test_users.py", "from users import User", "src/users.py"),
        (TWO_SERVICES, "billing/app/main.py", "from app.db import engine", "billing/app/db.py"),
        (TWO_SERVICES, "orders/app/main.py", "from app.db import engine", "orders/app/db.py"),
        (TWO_SERVICES, "tests/test_both.py", "from app.db import engine", None),
    ],
)
def test_resolve(files: Mapping[str, str], importer: str, statement: str, expected: str | None) -> None:
    assert resolved(files, importer, statement) == expected


def test_a_module_named_like_a_library_inside_a_package_is_not_that_library() -> None:
    files = {
        "app/worker.py": "from app.config import settings",
        "app/config.py": "",
        "app/celery.py": "",
    }
    assert resolved(files, "app/worker.py", "from celery import Celery") is None


def test_the_standard_library_is_not_a_folder_of_the_repository() -> None:
    files = {"app/main.py": "from app.logging.setup import go", "app/logging/setup.py": "", "logging/config.py": ""}
    assert resolved(files, "app/main.py", "import logging") is None
    assert resolved(files, "app/main.py", "from logging.config import dictConfig") is None


def test_a_package_that_hides_the_standard_library_is_found() -> None:
    files = {"test/__init__.py": "", "test/helpers.py": "", "test/test_a.py": "", "app/main.py": ""}
    assert resolved(files, "test/test_a.py", "from test.helpers import go") == "test/helpers.py"


def test_a_module_never_names_itself() -> None:
    assert resolved({"redis.py": ""}, "redis.py", "from redis import Redis") is None


def test_a_library_far_away_is_not_taken_for_the_library() -> None:
    files = {
        "backend/app/main.py": "from app.config import x",
        "backend/app/config.py": "",
        "infra/redis/client.py": "",
    }
    assert resolved(files, "backend/app/main.py", "from redis.client import Redis") is None


def test_a_sibling_distribution_of_a_monorepo_is_found() -> None:
    files = {
        "packages/core/src/core/__init__.py": "",
        "packages/core/src/core/db.py": "",
        "packages/core/src/core/use.py": "from core.db import engine",
        "packages/web/src/web/main.py": "from core.db import engine",
    }
    (row,) = imports_of("from core.db import engine")
    assert geography(files).resolve("packages/web/src/web/main.py", row) == "packages/core/src/core/db.py"


def test_the_roots_a_file_uses_decide_between_two_configs() -> None:
    files = {
        "src/config.py": "",
        "src/jobs/config.py": "",
        "src/models/user.py": "",
        "src/jobs/run.py": "from models.user import User",
        "src/main.py": "from models.user import User",
    }
    assert resolved(files, "src/jobs/run.py", "import config") == "src/config.py"


def test_roots_used_falls_back_to_folder_then_to_folders_above() -> None:
    files = geography(SRC_AS_PACKAGE)
    assert files.roots_used("src/analytics/models.py") == {""}
    assert files.roots_used("src/analytics/solo.py") == {""}
    assert geography(SRC_AS_ROOT).roots_used("src/new/thing.py") == {"src"}
    assert geography({"a.py": ""}).roots_used("a.py") == frozenset()


@pytest.mark.parametrize(
    ("path", "root", "expected"),
    [
        ("src/db.py", "", "src.db"),
        ("src/db.py", "src", "db"),
        ("src/db/__init__.py", "", "src.db"),
        ("app-api/db.py", "", None),
        ("app-api/db.py", "app-api", "db"),
        ("src/2nd/db.py", "src", None),
        ("src/class/db.py", "src", None),
        ("src/db.py", "sr", None),
        ("__init__.py", "", None),
    ],
)
def test_dotted(path: str, root: str, expected: str | None) -> None:
    assert geography({}).dotted(path, root) == expected


RELATIVE = {
    "core/app/__init__.py": "",
    "core/app/main.py": "from .api import routes\nfrom . import conf",
    "core/app/conf.py": "",
    "core/app/api/__init__.py": "",
    "core/app/api/routes.py": "from ..conf import settings",
}


@pytest.mark.parametrize(
    ("files", "importer", "target", "expected"),
    [
        (SRC_AS_PACKAGE, "src/analytics/models.py", "src/db.py", "src.db"),
        (SRC_AS_PACKAGE, "src/analytics/solo.py", "src/db.py", "src.db"),
        (SRC_AS_PACKAGE, "scripts/report.py", "src/db.py", None),
        (SRC_AS_PACKAGE, "src/old-copy/models.py", "src/db.py", None),
        (SRC_AS_ROOT, "src/database/session.py", "src/db.py", "db"),
        (SRC_AS_ROOT, "src/users.py", "src/db.py", "db"),
        (TWO_SERVICES, "billing/app/main.py", "billing/app/pool.py", "app.pool"),
        (TWO_SERVICES, "billing/app/main.py", "orders/app/pool.py", None),
        (RELATIVE, "core/app/api/routes.py", "core/app/db.py", "..db"),
        (RELATIVE, "core/app/main.py", "core/app/db.py", ".db"),
        (RELATIVE, "core/app/conf.py", "core/app/db.py", ".db"),
        (RELATIVE, "core/app/main.py", "core/db.py", None),
        (
            RELATIVE | {"core/tests/test_app.py": "from app.conf import x"},
            "core/app/main.py",
            "core/app/db.py",
            "app.db",
        ),
        ({"main.py": ""}, "main.py", "db.py", "db"),
        ({"job.py": "", "tool/run.py": "import helper", "tool/helper.py": ""}, "tool/run.py", "db.py", None),
    ],
)
def test_import_name(files: Mapping[str, str], importer: str, target: str, expected: str | None) -> None:
    assert geography(files).import_name(importer, target) == expected


def test_import_name_refuses_a_name_that_means_another_file() -> None:
    files = {**SRC_AS_PACKAGE, "src/db/__init__.py": ""}
    assert geography(files).import_name("src/main.py", "src/db.py") is None


def test_importers_count_every_level_and_form() -> None:
    files = geography({**SRC_AS_PACKAGE, "src/b.py": "from .config import x"})
    assert files.importers("src/config.py") == {"src/main.py", "src/analytics/models.py", "src/b.py"}
    assert files.importers("src/analytics/models.py") == {"src/main.py"}


def test_graph_leaves_out_imports_of_functions_and_guarded_ones() -> None:
    span = Span(0, 0)
    rows = (
        Import("a", "x", "x", 0, "", span),
        Import("b", "x", "x", 0, "load", span),
        Import("c", "x", "x", 0, "", span, guarded=True),
    )
    files = ModuleMap.of(["a.py", "b.py", "c.py", "main.py"], {"main.py": rows})
    assert files.graph() == {"main.py": frozenset({"a.py"})}


@pytest.mark.parametrize(
    "exact",
    [
        "from src.config import settings\nfrom src.analytics import models",
        "from src.analytics import models\nfrom src.config import settings\nfrom src.config import settings",
        "from src.config import settings",
        "import src.analytics.models",
        "",
    ],
    ids=["the same", "another order", "less", "something else", "nothing"],
)
def test_better_knowledge_of_a_file_is_what_had_been_known_from_the_start(exact: str) -> None:
    quick = {path: imports_of(source) for path, source in SRC_AS_PACKAGE.items()}
    better = {"src/main.py": tuple(row._replace(scope="load", guarded=True) for row in imports_of(exact))}
    told = ModuleMap.of(SRC_AS_PACKAGE, quick).told(better)
    assert told == ModuleMap.of(SRC_AS_PACKAGE, {**quick, **better})


def test_would_cycle_names_the_files_in_import_order() -> None:
    files = geography({"db.py": "import config", "config.py": "import models", "models.py": ""})
    assert files.would_cycle([("models.py", "db.py")]) == ("models.py", "db.py", "config.py")
    assert files.would_cycle([("config.py", "models.py")]) == ()
    assert files.would_cycle([("new.py", "db.py")]) == ()


def test_would_cycle_sees_the_packages_that_run_first() -> None:
    files = geography({"pkg/__init__.py": "import outside", "pkg/db.py": "", "outside.py": "", "pkg/a.py": ""})
    assert files.would_cycle([("outside.py", "pkg/db.py")]) == ("outside.py", "pkg/__init__.py")
    assert files.would_cycle([("pkg/a.py", "pkg/db.py")]) == ()


def test_seven_hundred_files_take_less_than_a_third_of_a_second() -> None:
    files = {f"src/app/part{i // 20}/m{i}.py": "from app.part0.m1 import x\n" * 8 + "import os" for i in range(700)}
    rows = {path: imports_of(source) for path, source in files.items()}
    start = time.process_time()
    ModuleMap.of(files, rows).graph()
    assert time.process_time() - start < 0.3
