"""A writing git command -> its output, run by GitPython."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from consolidator.errors import ConsolidateError
from consolidator.git.command import INERT, LOCATION, QUIET, Output
from consolidator.git.failures import explain
from consolidator.git.repository import Repository


def write(
    repository: Repository, *arguments: str, doing: str, stdin: bytes = b"", env: Mapping[str, str] | None = None
) -> Output:
    """Run a writing plumbing command that must succeed; no hook, filter or monitor of the repository runs.

    `doing` completes the sentence "Cannot ..."; `env` adds variables. An interruption ends the command too.
    """
    output = launch(repository, [*INERT, *arguments], QUIET | dict(env or {}), stdin)
    if output.status:
        raise failed(output, repository, doing)
    return output


def launch(repository: Repository, arguments: list[str], env: Mapping[str, str], stdin: bytes = b"") -> Output:
    """Run a command in the work tree of `repository`, whatever its exit status."""
    from git.cmd import Git

    with tempfile.TemporaryFile() as source:
        source.write(stdin)
        source.seek(0)
        argv = ["git", "-C", repository.root, *arguments]
        child = Git(repository.root).execute(argv, istream=source, as_process=True, env=_pinned(repository) | dict(env))
        try:
            stdout, stderr = child.communicate()
        except BaseException:
            if child.proc:
                child.proc.terminate()
                child.proc.wait()
            raise
    return Output(child.returncode, stdout, stderr.decode("utf-8", "replace"))


def failed(output: Output, repository: Repository, doing: str) -> ConsolidateError:
    """Return the error for a command that did not succeed."""
    return explain(output.stderr, repository.root, doing)


def users_locale() -> dict[str, str]:
    """Return the user's own locale, which GitPython would replace; empty counts as unset (POSIX, setlocale)."""
    return {name: os.environ.get(name, "") for name in ("LC_ALL", "LANGUAGE")}


def _pinned(repository: Repository) -> dict[str, str]:
    """The right values of the location variables that are set: GitPython passes on the environment as it is."""
    if not any(name in os.environ for name in LOCATION):
        return {}
    git_dir, common = repository.git_dir, Path(repository.common_dir)
    right = {
        "GIT_DIR": git_dir,
        "GIT_WORK_TREE": repository.root,
        "GIT_INDEX_FILE": str(Path(git_dir) / "index"),
        "GIT_COMMON_DIR": str(common),
        "GIT_OBJECT_DIRECTORY": str(common / "objects"),
    }
    return {name: right.get(name, "") for name in LOCATION if name in os.environ}
