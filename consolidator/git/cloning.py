"""A URL and a branch -> a clone in the cache that holds the text of that commit and nothing else."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from consolidator import temporary
from consolidator.errors import EnvironmentFailed, Refused, UsageError
from consolidator.frozen import dataclass
from consolidator.git.command import read
from consolidator.git.network import talk, unreachable, without_credentials
from consolidator.git.selection import SOURCE_LIMIT
from consolidator.masking import mask, printable
from consolidator.regex import lazy

REMOTE = "origin"
_FETCHED = "refs/consolidate/base"
_STALE = lazy(r"Unable to create '([^']+\.lock)': File exists")


@dataclass(frozen=True, slots=True)
class Clone:
    """A clone and the commit that was asked for; nothing is checked out in `path`."""

    path: str
    commit: str


def clone(url: str, cache: str, base: str | None = None, *, whole: bool = False) -> Clone:
    """Bring the commit named `base` (default: the server's HEAD) into the clone of `url` below the folder `cache`.

    One commit deep, and without the blobs that are too large to be read unless `whole`. A clone that is there is
    brought up to date. No hook, no filter, no submodule, nothing checked out; a user or token in an https URL is not
    written down. Raises UsageError for an unknown `base`, EnvironmentFailed where the server cannot be reached.
    """
    place = Path(cache) / _folder(url)
    with _held(place):
        if not (place / ".git").is_dir():
            _make(place, url)
        wanted = base or "HEAD"
        _fetch(place, url, wanted, whole)
        return Clone(str(place), read(str(place), "rev-parse", _ref(wanted), doing="find the base").line)


def _folder(url: str) -> str:
    """A name that tells clones apart, with what a person recognises in front."""
    clean = without_credentials(url)
    tail = urlsplit(clean).path if "://" in clean else clean.partition(":")[2]
    shown = re.sub(r"[^A-Za-z0-9._-]+", "-", tail.removesuffix(".git")).strip("-.")[-60:]
    return f"{shown or 'repository'}-{hashlib.sha256(clean.encode()).hexdigest()[:12]}"


def _ref(wanted: str) -> str:
    return f"{_FETCHED}/{hashlib.sha256(wanted.encode()).hexdigest()[:12]}"


def _make(place: Path, url: str) -> None:
    """An empty repository, put in place in one step, so that a kill leaves a whole one or none."""
    place.parent.mkdir(parents=True, exist_ok=True)
    made = temporary.make("clone", place.parent)
    doing = "make a clone"
    try:
        read(str(made), "init", "--quiet", "--template=", "--initial-branch=main", doing=doing)
        read(str(made), "remote", "add", REMOTE, without_credentials(url), doing=doing)
        made.rename(place)
    finally:
        temporary.remove(made)


def _fetch(place: Path, url: str, wanted: str, whole: bool) -> None:
    narrow = () if whole else (f"--filter=blob:limit={SOURCE_LIMIT + 1}",)
    words = ("fetch", "--quiet", "--depth=1", "--no-tags", "--no-recurse-submodules", "--no-auto-gc", *narrow)
    words = (*words, REMOTE, f"+{wanted}:{_ref(wanted)}")
    output = talk(str(place), *words, url=url)
    stale = _STALE.search(output.stderr) if output.status else None
    if stale:
        # Whoever held it was killed: the lock on the clone is ours.
        Path(stale[1]).unlink(missing_ok=True)
        output = talk(str(place), *words, url=url)
    if not output.status:
        return
    if "couldn't find remote ref HEAD" in output.stderr:
        raise Refused(f"{printable(mask(url))} has no commit yet.", "Push one, or name a branch of it as base.")
    if "couldn't find remote ref" in output.stderr:
        raise UsageError(
            f"{printable(mask(url))} has no {printable(wanted)}.", "Name a branch, a tag or a commit of it as base."
        )
    raise unreachable(output, str(place), f"clone {printable(mask(url))}")


@contextmanager
def _held(place: Path) -> Iterator[None]:
    """Let one process at a time change a clone; the system lets go however it ends."""
    import fcntl

    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(f"{place}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise EnvironmentFailed(
            f"The cache {printable(str(place.parent))} cannot be written: {error.strerror}.", "Name another --cache."
        ) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
