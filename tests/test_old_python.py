"""What is written for a service runs on the oldest Python that the service runs on."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
import sample_values
import vermin
from casework import Case, cases, snapshot_of

from consolidator.building import build
from consolidator.frozen import replace
from consolidator.model import Options
from consolidator.planning import plan
from consolidator.survey import survey
from consolidator.templating import render

OLD = (3, 7)
"""The oldest Python that SQLAlchemy 2 runs on."""
SHARED = replace(sample_values.SHARED, python=OLD)
HEALTH = Path(__file__).parent.parent / "templates" / "health"
NEWER = "newer_than_this_python"
"""A case with a file that the Python which runs the tests may be unable to read."""
CHANGED = [case for case in cases() if case.after and case.folder.name != NEWER]
IMAGE = b"FROM python:3.8-slim\nCOPY . /srv\nWORKDIR /srv\nCMD uvicorn app.main:app\n"
SERVICE = {
    "Dockerfile": IMAGE,
    "app/__init__.py": b"",
    "app/main.py": b"from fastapi import FastAPI\nfrom app import one, two\n\napp = FastAPI()\n",
    "app/one.py": b"""\
import os
from sqlalchemy import create_engine

def one():
    return create_engine(os.environ["DATABASE_URL"])
""",
}
SERVICE["app/two.py"] = SERVICE["app/one.py"].replace(b"def one", b"def two")


class _Locals(ast.NodeTransformer):
    """Variables of functions without their annotations, which nothing evaluates."""

    def __init__(self) -> None:
        self._inside = 0

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return self._function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return self._function(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        if self._inside and isinstance(node.target, ast.Name):
            node.annotation = ast.Constant(None)
        return node

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.AST:
        self._inside += 1
        self.generic_visit(node)
        self._inside -= 1
        return node


def oldest(source: str) -> tuple[int, int]:
    """The oldest Python 3 that a module can be imported by, as vermin finds it."""
    tree = ast.parse(source)
    late = any(isinstance(node, ast.ImportFrom) and node.module == "__future__" for node in tree.body)
    config = vermin.Config()
    config.set_eval_annotations(not late)
    found = vermin.detect(ast.unparse(_Locals().visit(tree)), config=config)[1] or (3, 0)
    unions = [] if late else [node for node in ast.walk(tree) if isinstance(node, ast.arg | ast.FunctionDef)]
    given = [node.annotation if isinstance(node, ast.arg) else node.returns for node in unions]
    return max(found, (3, 10)) if any(isinstance(each, ast.BinOp) for each in given) else found


def changed(files: dict[str, bytes], case: Case | None = None) -> dict[str, tuple[str, str]]:
    """The Python files that change, before and after."""
    snapshot = snapshot_of(files)
    changes = build(plan(survey(snapshot), case.options if case else Options()), snapshot).changes
    return {
        change.path: ((change.before or b"").decode("utf-8-sig"), change.after.decode("utf-8-sig"))
        for change in changes
        if change.path.endswith(".py")
    }


@pytest.mark.parametrize("case", CHANGED, ids=[case.name for case in CHANGED])
def test_no_file_asks_for_a_newer_python_than_the_service(case: Case) -> None:
    rows = changed({**case.before, ".python-version": b"3.7.17\n"}, case)
    assert {path for path, (before, after) in rows.items() if oldest(after) > max(OLD, oldest(before))} == set()


@pytest.mark.parametrize("framework", sorted(path.stem for path in HEALTH.glob("[!_]*.j2") if path.stem != "status"))
def test_health_route(framework: str) -> None:
    values = {"module": SHARED, "getter": SHARED.getters[0], "is_async": False, "status": "_status"}
    route = {**values, "decorator_target": "app", "path": "/health/db", "kind": "app"}
    text = render(f"health/{framework}.j2", route)
    assert max(oldest(render("health/status.j2", values)), oldest(text)) <= OLD
    assert "dict[" not in text, "the framework evaluates what stands in quotes"


def test_an_image_tells_the_python_as_well() -> None:
    rows = changed(SERVICE)
    assert {"app/db.py", "app/main.py", "app/one.py", "app/two.py"} <= rows.keys()
    assert all(oldest(after) <= (3, 8) for _, after in rows.values())


def test_a_newer_image_needs_no_import_from_the_future() -> None:
    rows = changed({**SERVICE, "Dockerfile": IMAGE.replace(b"3.8", b"3.12")})
    assert "__future__" not in rows["app/db.py"][1]
    assert "AsyncIterator[None]:" in rows["app/main.py"][1]
