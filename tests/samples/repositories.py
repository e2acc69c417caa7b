"""Sample services in temporary git repositories, before and after the migration."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .processes import Done, consolidate, git
from .services import Sample

BRANCH = "feat/db-connection-pooling"
CREATORS = frozenset({"create_engine", "create_async_engine", "engine_from_config"})
NOT_COPIED = shutil.ignore_patterns("__pycache__", ".pytest_cache", "*.db", ".env")


@dataclass(frozen=True, slots=True)
class Migration:
    """A sample whose migration was run: `repository` is the user's checkout, `run` what the command said."""

    sample: Sample
    repository: Path
    run: Done

    def check_out(self) -> Path:
        """A second checkout, of the branch that was made."""
        assert self.run.code == 0, self.run
        after = self.repository.with_name("after")
        if not after.exists():
            git(self.repository.parent, "clone", "-q", "--branch", BRANCH, str(self.repository), str(after))
        return after

    def added(self) -> list[str]:
        """The files that the migration created."""
        return git(self.repository, "diff", "--name-only", "--diff-filter=A", "main", BRANCH).splitlines()

    def changed(self) -> list[str]:
        """The files that the migration created or modified."""
        return git(self.repository, "diff", "--name-only", "main", BRANCH).splitlines()


Migrated = Callable[[Sample], Migration]


def create(sample: Sample, folder: Path) -> Path:
    """A repository with one commit of the sample on `main`."""
    repository = folder / "repository"
    shutil.copytree(sample.source, repository, ignore=NOT_COPIED)
    git(repository, "init", "-q", "-b", "main")
    git(repository, "config", "user.name", "Ada Lovelace")
    git(repository, "config", "user.email", "ada@example.org")
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "First version")
    return repository


def migrate(sample: Sample, folder: Path, *flags: str) -> Migration:
    """The sample in a repository, and the command run on it."""
    repository = create(sample, folder)
    return Migration(sample, repository, consolidate(repository, "run", ".", "-f", "json", *sample.flags, *flags))


def creators(folder: Path) -> set[str]:
    """The files outside tests that create an engine of their own."""
    modules = (path for path in folder.rglob("*.py") if "tests" not in path.relative_to(folder).parts)
    return {path.relative_to(folder).as_posix() for path in modules if _creates(path)}


def _creates(path: Path) -> bool:
    """Whether a file calls what creates engines, or hands it to what does."""
    uses = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Name | ast.Attribute))
    return any((node.attr if isinstance(node, ast.Attribute) else node.id) in CREATORS for node in uses)
