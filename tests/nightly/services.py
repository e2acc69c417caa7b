"""A small service under git, and what must hold of its repository whatever was done to a run."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from git_support import TestRepository, make

ROOT = Path(__file__).parents[2]
BRANCH = "feat/db-connection-pooling"
_ENGINE = (
    "from sqlalchemy import create_engine\n\nfrom src.config import DATABASE_URL\n\n\n"
    "def load():\n    return create_engine(DATABASE_URL)\n"
)
FILES = {
    "src/__init__.py": "",
    "src/config.py": "import os\n\nDATABASE_URL = os.environ['DATABASE_URL']\n",
    **{f"src/{name}.py": _ENGINE for name in ("orders", "users", "stock", "reports")},
    ".env.example": "DATABASE_URL=postgresql://host/db\n",
    "README.md": "# Service\n\n| Variable | Meaning |\n|---|---|\n| DATABASE_URL | The database |\n",
    "tests/test_nothing.py": "def test_nothing():\n    assert True\n",
}


@dataclass(frozen=True)
class Home:
    """A folder with a service in `service`, and one for everything temporary beside it."""

    folder: Path

    @property
    def repository(self) -> TestRepository:
        return TestRepository(self.folder / "service")

    @property
    def temporary(self) -> Path:
        return self.folder / "temporary"

    def copy(self, to: Path) -> Home:
        subprocess.run(["cp", "-a", self.folder, to], check=True)
        return Home(to)


def new_home(folder: Path) -> Home:
    """A service with one commit."""
    home = Home(folder)
    home.temporary.mkdir(parents=True)
    made = make(home.folder / "service")
    for name, value in (("user.name", "Ada"), ("user.email", "ada@example.com"), ("gc.auto", "0")):
        made.git("config", name, value)
    made.commit({path: text.encode() for path, text in FILES.items()})
    return home


def start(home: Home, arguments: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start the program on a service, as the leader of a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "consolidator", *arguments],
        cwd=home.repository.root,
        env=environment(home),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def environment(home: Home) -> dict[str, str]:
    """Nothing of the settings of whoever runs this."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "CONSOLIDATE_"))}
    own = {"TMPDIR": str(home.temporary), "PYTHONPATH": str(ROOT), "GIT_CONFIG_GLOBAL": os.devnull}
    return {**kept, **own, "GIT_CONFIG_NOSYSTEM": "1", "PYTHONDONTWRITEBYTECODE": "1"}


def await_silence(group: int, seconds: float = 60.0) -> None:
    """Wait until nothing of a process group is left: what a killed run had started may still be at work."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.02)


def checkout(home: Home) -> dict[str, bytes]:
    """Every file of the work tree, the index, HEAD and the settings, with its mode."""
    root, git = home.repository.root, home.repository.root / ".git"
    places = [place for place in root.rglob("*") if place.is_file() and not place.is_relative_to(git)]
    places += [git / name for name in ("index", "HEAD", "config")]
    return {f"{p.relative_to(root)} {p.stat().st_mode:o}": p.read_bytes() for p in places}


def refs(home: Home) -> dict[str, str]:
    """Every reference and what it stands at."""
    rows = home.repository.line("for-each-ref", "--format=%(refname) %(objectname)").split("\n")
    return dict(row.split(" ") for row in rows)


def damage(home: Home) -> str:
    """What `git fsck` finds, dangling objects aside."""
    words = ["git", "-C", home.repository.root, "fsck", "--full", "--strict", "--no-dangling"]
    done = subprocess.run(words, capture_output=True)
    return (done.stdout + done.stderr).decode("utf-8", "replace").strip()


def leftovers(home: Home) -> list[str]:
    """Everything temporary that is there, of the program and of git on its behalf."""
    git = home.repository.root / ".git"
    found = [*home.temporary.iterdir(), *git.glob("worktrees/*"), *git.rglob("*.lock"), *git.glob("consolidate-*")]
    found += [*git.glob("objects/pack/*.keep"), *home.repository.root.rglob(".consolidate-*")]
    return sorted(place.name for place in found)
