"""Real temporary repositories for tests of git, cut off from the settings of whoever runs the tests."""

from __future__ import annotations

import os
import pickle
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from consolidator.model import Change, ChangeSet

NOBODY = 65534


@dataclass(frozen=True)
class TestRepository:
    """A repository with a work tree at `root`."""

    __test__ = False
    root: Path

    @property
    def path(self) -> str:
        return str(self.root)

    def git(self, *words: str | bytes, stdin: bytes = b"") -> bytes:
        done = subprocess.run(["git", "-C", self.root, *words], input=stdin, capture_output=True)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    def line(self, *words: str) -> str:
        return self.git(*words).decode().rstrip("\n")

    def write(self, files: Mapping[str, bytes]) -> None:
        for name, content in files.items():
            place = self.root / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)

    def commit(self, files: Mapping[str, bytes], message: str = "work") -> str:
        self.write(files)
        self.git("add", "-A")
        self.git("commit", "-q", "--no-verify", "--allow-empty", "-m", message)
        return self.line("rev-parse", "HEAD")

    def hook(self, name: str, script: str, folder: str = ".git/hooks") -> None:
        place = self.root / folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("#!/bin/sh\n" + script + "\n")
        place.chmod(0o755)

    def files_of(self, commit: str) -> dict[str, bytes]:
        names = self.git("ls-tree", "-r", "-z", "--name-only", commit).split(b"\0")[:-1]
        return {os.fsdecode(name): self.git("cat-file", "blob", commit.encode() + b":" + name) for name in names}

    def checkout_state(self) -> dict[str, tuple[bytes, int, int]]:
        """Bytes, mode and time of everything a user sees: the work tree, the index, HEAD and the settings."""
        own = {"index", "HEAD", "config", "ORIG_HEAD"}
        places = [p for p in self.root.rglob("*") if p.is_file() and not p.is_relative_to(self.root / ".git")]
        places += [self.root / ".git" / name for name in own if (self.root / ".git" / name).exists()]
        return {str(p): (p.read_bytes(), p.stat().st_mode, p.stat().st_mtime_ns) for p in places}

    def leftovers(self) -> list[str]:
        """What a run may leave behind by mistake: branches beside main, work trees, locks, side indexes."""
        git_dir = self.root / ".git"
        branches = [b for b in self.line("for-each-ref", "--format=%(refname)").split("\n") if b != "refs/heads/main"]
        trees = [p.name for p in (git_dir / "worktrees").glob("*")]
        return branches + trees + [p.name for p in (*git_dir.glob("*.lock"), *git_dir.glob("sharedindex*"))]


def change(path: str, before: bytes | None, after: bytes, mode: str = "100644") -> Change:
    return Change(path, before, after, mode)


def change_set(*changes: Change) -> ChangeSet:
    return ChangeSet(tuple(sorted(changes, key=lambda one: one.path)))


def make(root: Path, *init: str) -> TestRepository:
    root.mkdir(parents=True, exist_ok=True)
    repository = TestRepository(root)
    repository.git("init", "-q", "-b", "main", "--template=", *init)
    return repository


def as_unprivileged(folder: Path, action: Callable[[], object]) -> object:
    """Run `action` as a user whom file modes bind, owning `folder`; return its result or the error it raised."""
    import git.cmd  # noqa: F401  (loaded while its files can still be read)

    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            _become_nobody(folder)
            result = action()
        except BaseException as error:
            result = error
        with os.fdopen(writing, "wb") as out:
            pickle.dump(_portable(result), out)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as source:
        answer = pickle.load(source)
    os.waitpid(child, 0)
    return answer


def _become_nobody(folder: Path) -> None:
    os.environ["HOME"] = str(folder)
    os.environ["GIT_AUTHOR_NAME"] = os.environ["GIT_COMMITTER_NAME"] = "Nobody"
    os.environ["GIT_AUTHOR_EMAIL"] = os.environ["GIT_COMMITTER_EMAIL"] = "nobody@example.com"
    tempfile.tempdir = "/tmp"
    if os.geteuid() != 0:
        return
    for place in [folder, *folder.rglob("*")]:
        os.chown(place, NOBODY, NOBODY)
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)


def _portable(result: object) -> object:
    if isinstance(result, BaseException):
        return type(result).__name__, getattr(result, "exit_code", None), str(result), getattr(result, "cure", "")
    return result
