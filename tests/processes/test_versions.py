"""The oldest Python and SQLAlchemy that a service promises to run on."""

from __future__ import annotations

import pytest

from consolidator.processes.versions import Version, Versions

LOCKED = '[[package]]\nname = "sqlalchemy"\nversion = "2.0.36"\n'
WORKFLOW = (
    "jobs:\n  test:\n    strategy:\n      matrix:\n        python-version:\n          - '3.10'\n          - 3.9\n"
)


@pytest.mark.parametrize(
    ("files", "version"),
    [
        ({"requirements.txt": "SQLAlchemy==1.4.46\n"}, (1, 4, 46)),
        ({"requirements.txt": "a\nsqlalchemy[asyncio] >= 2.0, < 3\n"}, (2, 0)),
        ({"requirements/base.txt": "sqlalchemy~=1.4.0\n"}, (1, 4, 0)),
        ({"requirements.txt": "sqlalchemy>=2\n", "requirements-old.txt": "sqlalchemy==1.3.24\n"}, (1, 3, 24)),
        ({"pyproject.toml": '[project]\ndependencies = ["sqlalchemy>=2.0.4"]\n'}, (2, 0, 4)),
        ({"pyproject.toml": '[tool.poetry.dependencies]\nSQLAlchemy = "^1.4"\n'}, (1, 4)),
        ({"pyproject.toml": '[tool.poetry.dependencies]\nsqlalchemy = {version = "~2.0.1"}\n'}, (2, 0, 1)),
        ({"setup.cfg": "[options]\ninstall_requires =\n    sqlalchemy>=1.4\n"}, (1, 4)),
        ({"setup.py": "setup(install_requires=['sqlalchemy >= 1.4.2'])\n"}, (1, 4, 2)),
        ({"Pipfile": '[packages]\nsqlalchemy = "==1.4.1"\n'}, (1, 4, 1)),
        ({"Pipfile.lock": '{"default": {"sqlalchemy": {"version": "==1.4.50"}}}'}, (1, 4, 50)),
        ({"poetry.lock": LOCKED, "pyproject.toml": 'dependencies = ["sqlalchemy>=1.4"]\n'}, (2, 0, 36)),
        ({"uv.lock": LOCKED}, (2, 0, 36)),
        ({"app/requirements.txt": "sqlalchemy==2.0.1\n", "requirements.txt": "sqlalchemy==1.4.1\n"}, (2, 0, 1)),
        ({"other/requirements.txt": "sqlalchemy==1.4.1\n"}, None),
        ({"requirements.txt": "sqlalchemy-utils==0.41\npytest-sqlalchemy>=1\nsqlalchemy\n"}, None),
        ({"Pipfile.lock": '{"default": []}'}, None),
        ({"Pipfile.lock": "sqlalchemy" + "[" * 50_000}, None),
    ],
)  # fmt: skip
def test_sqlalchemy(files: dict[str, str], version: Version | None) -> None:
    assert Versions({path: text.encode() for path, text in files.items()}).sqlalchemy("app") == version


@pytest.mark.parametrize(
    ("files", "version"),
    [
        ({"pyproject.toml": '[project]\nrequires-python = ">=3.9,<4"\n'}, (3, 9)),
        ({"pyproject.toml": '[tool.poetry.dependencies]\npython = "^3.10"\n'}, (3, 10)),
        ({"setup.cfg": "[options]\npython_requires = >=3.8\n"}, (3, 8)),
        ({"setup.py": "setup(python_requires='>=3.7')\n"}, (3, 7)),
        ({"Pipfile": '[requires]\npython_version = "3.11"\n'}, (3, 11)),
        ({".python-version": "3.12.1\n"}, (3, 12)),
        ({"runtime.txt": "python-3.9.18\n"}, (3, 9)),
        ({".github/workflows/ci.yml": WORKFLOW}, (3, 9)),
        ({".github/workflows/ci.yml": 'with: {python-version: ["3.8", "3.11"]}  # 3.7\n'}, (3, 8)),
        ({".github/workflows/ci.yml": WORKFLOW, "setup.cfg": "python_requires = >=3.11\n"}, (3, 11)),
        ({"README.md": "python 3.8"}, None),
    ],
)  # fmt: skip
def test_python(files: dict[str, str], version: tuple[int, int] | None) -> None:
    assert Versions({path: text.encode() for path, text in files.items()}).python("app") == version
