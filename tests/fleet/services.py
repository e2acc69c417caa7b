"""Small services in repositories of their own, for tests of a fleet."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

BRANCH = "feat/db-connection-pooling"

MAIN = """from fastapi import FastAPI

from src.orders import orders
from src.users import users

app = FastAPI()


@app.get("/orders")
def list_orders():
    return orders()


@app.get("/users")
def list_users():
    return users()
"""

QUERY = """from sqlalchemy import create_engine, text

from src.config import DATABASE_URL


def {name}():
    engine = create_engine(DATABASE_URL)
    with engine.connect() as connection:
        return connection.execute(text("select 1")).all()
"""

FILES = {
    "src/__init__.py": "",
    "src/config.py": 'import os\n\nDATABASE_URL = os.environ["DATABASE_URL"]\n',
    "src/orders.py": QUERY.format(name="orders"),
    "src/users.py": QUERY.format(name="users"),
    "src/main.py": MAIN,
}
"""A web service that creates an engine for each call, at two places."""

CLEAN = {"app.py": "print('no database')\n"}


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", "-C", folder, *words], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def service(folder: Path, files: Mapping[str, str] = FILES) -> Path:
    """A repository with one commit that holds `files`."""
    folder.mkdir(parents=True)
    git(folder, "init", "-q", "-b", "main", "--template=")
    commit(folder, files)
    return folder


def commit(folder: Path, files: Mapping[str, str]) -> str:
    for name, text in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--no-verify", "-m", "work")
    return git(folder, "rev-parse", "HEAD")


def bare(folder: Path, files: Mapping[str, str] = FILES) -> str:
    """The URL of a bare repository whose main holds `files`."""
    work = service(folder.with_suffix(".work"), files)
    git(work, "clone", "-q", "--bare", str(work), str(folder))
    git(folder, "config", "uploadpack.allowFilter", "true")
    return folder.as_uri()


def commits_on(folder: Path, branch: str = BRANCH) -> int:
    """How many commits a branch has on top of main; 0 where there is no such branch."""
    known = git(folder, "for-each-ref", "--format=%(refname:short)", f"refs/heads/{branch}").split()
    return int(git(folder, "rev-list", "--count", f"main..{branch}")) if known else 0


def branches(folder: Path) -> list[str]:
    return git(folder, "for-each-ref", "--format=%(refname:short)", "refs/heads").split()
