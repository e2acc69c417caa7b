"""What git says on stderr -> the error a user meets, with its cure."""

from __future__ import annotations

import re

from consolidator.errors import ConsolidateError, EnvironmentFailed, Refused
from consolidator.masking import mask, printable

_Row = tuple[str, type[ConsolidateError], str, str]

_TABLE: tuple[_Row, ...] = (
    (
        r"dubious ownership|unsafe repository",
        EnvironmentFailed,
        "git does not trust {path}, because it belongs to another user",
        "If you trust it, run: git config --global --add safe.directory '{path}'",
    ),
    (
        r"cannot use bare repository|must be run in a work tree",
        Refused,
        "{path} is a bare repository, it has no work tree",
        "Clone it and name the clone instead: git clone '{path}'",
    ),
    (
        r"not a git repository",
        Refused,
        "{path} is not inside a git repository",
        "Name a folder under git, or make it one: git init && git add -A && git commit",
    ),
    (
        r"gpg failed|failed to sign|couldn't load public key|ssh-keygen|gpg\.ssh|Load key",
        EnvironmentFailed,
        "the commit could not be signed",
        "Check user.signingkey and gpg.format, or go on unsigned with --no-sign",
    ),
    (
        r"No space left on device|Disk quota exceeded",
        EnvironmentFailed,
        "the disk that holds {path} is full",
        "Free some space and run the command again; nothing was changed",
    ),
    (
        r"Permission denied|Read-only file system|insufficient permission|Operation not permitted",
        EnvironmentFailed,
        "the repository {path} cannot be read or written with your rights",
        "Make its .git folder readable and writable for you, or work on a clone of it",
    ),
    (
        r"\.lock': File exists",
        EnvironmentFailed,
        "another git process holds a lock on {path}",
        "Wait for it to end; if none is running, remove the lock file that git names",
    ),
    (
        r"transport '[^'\n]{0,80}' not allowed|promisor remote",
        EnvironmentFailed,
        "objects of {path} were not downloaded yet (partial clone)",
        "Download them first: git fetch --refetch --no-filter",
    ),
    (
        r"unable to read|corrupt|bad object|is empty|missing|inflate|not a tree|could not (?:read|get)|"
        r"unable to (?:unpack|find|get)|bad tree|invalid object|failed to unpack|bad file|Not a valid object",
        EnvironmentFailed,
        "an object of the repository {path} is damaged or missing",
        "Run `git fsck` to see which one, then fetch it again or clone anew",
    ),
)


def explain(stderr: str, path: str, doing: str) -> ConsolidateError:
    """Return the error for git's `stderr`, got on the repository at `path` while `doing` something.

    The message ends with git's own words, passwords masked.
    """
    said = mask(essence(stderr))
    shown = printable(path)
    for pattern, kind, message, cure in _TABLE:
        if re.search(pattern, stderr):
            problem = message.format(path=shown)
            return kind(f"Cannot {doing}: {problem}. git says: {said}", cure.format(path=shown) + ".")
    return EnvironmentFailed(f"Cannot {doing}: git failed. git says: {said}", "Repair what git names, then run again.")


def essence(stderr: str) -> str:
    """The first line that names the failure, else the first line at all."""
    lines = [line.strip() for line in stderr.splitlines() if line.strip()] or ["nothing"]
    return printable(next((line for line in lines if line.startswith(("fatal:", "error:"))), lines[0]))
