"""Every changed module imports, each on its own."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from consolidator.errors import EnvironmentFailed
from consolidator.prove.arguments import Arguments, to_ask
from consolidator.prove.evidence import gather
from consolidator.prove.imports import changed_modules, check_imports

Tree = Callable[..., Path]


def test_only_changed_and_new_modules_are_imported(tree: Tree) -> None:
    before = tree("a", **{"same.py": "raise SystemExit", "x.py": "1", ".venv/y.py": "1", "n.txt": "1"})
    after = tree("b", **{"same.py": "raise SystemExit", "x.py": "2", "new.py": "3", ".venv/y.py": "2", "n.txt": "2"})
    assert changed_modules(before, after) == ("new.py", "x.py")
    assert check_imports(before, after, sys.executable).holds


def test_a_broken_import_is_named_with_its_reason(tree: Tree) -> None:
    before = tree("a", **{"pkg/__init__.py": "", "pkg/x.py": "import os"})
    after = tree("b", **{"pkg/__init__.py": "", "pkg/x.py": "from pkg.db import get_engine"})
    found = check_imports(before, after, sys.executable)
    assert found.new_failures == {"pkg/x.py": "ModuleNotFoundError: No module named 'pkg.db'"}


def test_a_cycle_shows_whatever_is_imported_first(tree: Tree) -> None:
    before = tree("a", **{"a.py": "x = 1", "b.py": "import a\ny = a.x"})
    after = tree("b", **{"a.py": "import b\nx = b.y", "b.py": "import a\n\ny = a.x"})
    assert set(check_imports(before, after, sys.executable).new_failures) == {"a.py", "b.py"}


def test_what_failed_before_for_the_same_reason_is_kept_apart(tree: Tree) -> None:
    before = tree("a", **{"x.py": "import absent", "y.py": "import absent"})
    after = tree("b", **{"x.py": "import absent  # changed", "y.py": "import gone"})
    found = check_imports(before, after, sys.executable)
    assert list(found.old_failures) == ["x.py"]
    assert list(found.new_failures) == ["y.py"]


def test_paths_that_are_no_names_and_a_src_layout(tree: Tree) -> None:
    before = tree("a", x="")
    files = {"src/shop/__init__.py": "", "src/shop/db.py": "import shop", "jobs/night-ly/run.py": "import helper",
             "jobs/night-ly/helper.py": "x = 1"}  # fmt: skip
    found = check_imports(before, tree("b", **files), sys.executable)
    assert found.holds, found.new_failures
    assert len(found.changed) == 4


def test_a_module_that_kills_the_process_is_a_failure(tree: Tree) -> None:
    found = check_imports(tree("a", x=""), tree("b", **{"x.py": "import os; os._exit(7)", "y.py": ""}), sys.executable)
    assert list(found.new_failures) == ["x.py"]
    assert "ended with status" in found.new_failures["x.py"]


def test_a_missing_interpreter_is_an_error_of_the_environment(tree: Tree) -> None:
    with pytest.raises(EnvironmentFailed):
        check_imports(tree("a", x=""), tree("b", **{"x.py": ""}), "/nowhere/python")


def test_modules_are_imported_from_the_roots_that_the_service_uses(tree: Tree) -> None:
    files = {
        "backend/app/__init__.py": "",
        "backend/app/db.py": "x = 1",
        "backend/app/main.py": "from app.db import x",
        "backend/run.py": "from app.main import x",
        "worker/tasks/__init__.py": "",
        "worker/tasks/mail.py": "from tasks.base import y",
        "worker/tasks/base.py": "y = 1",
    }
    found = check_imports(tree("a", x=""), tree("b", **files), sys.executable)
    assert found.holds, found.new_failures
    assert len(found.changed) == len(files)


EDITABLE = """
import importlib.util, sys

class Finder:
    def find_spec(name, path=None, target=None):
        if name == "shop":
            place = "{0}/shop"
            init = place + "/__init__.py"
            return importlib.util.spec_from_file_location(name, init, submodule_search_locations=[place])

sys.meta_path.insert(0, Finder)
"""


def test_an_installed_copy_that_answers_instead_of_the_commit_is_a_failure(tree: Tree) -> None:
    installed = tree("installed", **{"shop/__init__.py": "", "shop/db.py": "x = 1"})
    (installed / "sitecustomize.py").write_text(EDITABLE.format(installed))
    after = tree("b", **{"shop/__init__.py": "", "shop/db.py": "x = 2", "shop/y.py": "from shop.db import x"})
    env = {**os.environ, "PYTHONPATH": str(installed)}
    found = check_imports(tree("a", x=""), after, sys.executable, env)
    assert set(found.new_failures) == {"shop/__init__.py", "shop/db.py", "shop/y.py"}
    assert "not from the commit" in found.new_failures["shop/y.py"]


def test_modules_that_are_only_imported_get_the_variables_too(tree: Tree) -> None:
    reads = "import os\nassert os.environ['KEY'] == '1'\nassert os.environ['URL'].startswith('postgresql+psycopg://')\n"
    before = tree("a", **{"compose.yml": "URL: postgresql+psycopg://db/x"})
    after = tree("b", **{"x.py": reads})

    def export(commit: str, folder: Path) -> None:
        shutil.copytree({"a": before, "b": after}[commit], folder, dirs_exist_ok=True)

    ask = to_ask(
        Arguments("a", "b", before, import_only=True, env=("KEY=1",), url_variables=("URL",), python=sys.executable)
    )
    found = gather(export, "a", "b", ask).imports
    assert found is not None and found.new_failures == {} and found.changed == ("x.py",)
