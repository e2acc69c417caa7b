"""Two versions of some files -> what `git diff-tree` says about them, without any repository of the user's."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Mapping

from consolidator import temporary
from consolidator.errors import EnvironmentFailed
from consolidator.git.command import encode, no_git
from consolidator.model import Change, ChangeSet


def diff(changes: ChangeSet, *flags: str) -> bytes:
    """Return the output of `git diff-tree <flags>` from the state before to the state after.

    A bare repository in a temporary folder holds the two trees, so the names, modes, missing final newlines and
    binary files come out exactly as git writes them; none of the user's diff settings has a say.
    """
    with temporary.folder("patch") as folder:
        env = _isolated(str(folder))
        store = str(folder / "store")
        _git(env, "init", "--quiet", "--bare", "--template=", store)
        # The store lives for one command: compressing it would cost more than the diff.
        stored = ("-c", "core.compression=0", "fast-import", "--quiet", "--depth=0")
        _git(env, "-C", store, *stored, stdin=b"".join(_stream(changes)))
        return _git(env, "-C", store, "diff-tree", "--no-renames", *flags, "before", "after")


def _stream(changes: ChangeSet) -> Iterable[bytes]:
    """The two trees as commits, in the format of https://git-scm.com/docs/git-fast-import."""
    yield from _commit(b"before", [(change, change.before) for change in changes.changes])
    yield from _commit(b"after", [(change, change.after) for change in changes.changes])


def _commit(branch: bytes, files: Iterable[tuple[Change, bytes | None]]) -> Iterable[bytes]:
    yield b"commit refs/heads/%s\ncommitter consolidate <> 0 +0000\ndata 0\n" % branch
    for change, content in files:
        if content is not None:
            yield b"M %s inline %s\ndata %d\n" % (change.mode.encode(), _quote(change.path), len(content))
            yield content
            yield b"\n"


def _quote(path: str) -> bytes:
    """A path in the C-style quotes that fast-import takes for every name."""
    return b'"%s"' % encode(path).replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n")


def _isolated(folder: str) -> dict[str, str]:
    """The environment without any variable or configuration of git's."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    home = {"HOME": folder, "XDG_CONFIG_HOME": folder, "GIT_CONFIG_NOSYSTEM": "1", "GIT_ATTR_NOSYSTEM": "1"}
    return own | home | {"LC_ALL": "C"}


def _git(env: Mapping[str, str], *words: str, stdin: bytes = b"") -> bytes:
    try:
        done = subprocess.run(["git", *words], input=stdin, capture_output=True, env=env)
    except OSError as error:
        raise no_git(error) from error
    if done.returncode:
        raise EnvironmentFailed(
            f"The patch cannot be made: {done.stderr.decode('utf-8', 'replace').strip()}",
            "Free some space in the temporary folder, or name another with TMPDIR.",
        )
    return done.stdout
