"""A path and a commit -> the Snapshot every later stage works on."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from consolidator.filetree import is_below
from consolidator.frozen import replace
from consolidator.git.objects import blob_id, blobs, entries_of, not_downloaded, sizes
from consolidator.git.repository import Repository, current_branch, folder_in, locate, resolve
from consolidator.git.selection import FILE_LIMIT, SOURCE_LIMIT, TOTAL_LIMIT, is_reported, limit_of
from consolidator.model import Entry, Snapshot

_ABSENT = "not downloaded yet (partial clone)"
_TOO_MANY = "more than {:,} files or {:,} bytes to read in one commit"


class _Loaded(NamedTuple):
    texts: dict[str, bytes]
    reasons: dict[str, str]
    sizes: dict[str, int]


def read_snapshot(path: str, base: str | None = None) -> Snapshot:
    """Return the text of a commit of the repository around the folder `path`.

    `base` names the commit, by default HEAD. Symbolic links and submodules stand among the entries and are never
    followed. An entry's size is -1 where it was not needed. Files over the limits of `selection` are listed as
    unreadable or skipped; those below `path` are read first. Nothing is written and nothing of the repository runs.

    Raises UsageError (no such folder, unknown base), Refused (no repository, no commit),
    EnvironmentFailed (no git, untrusted owner, a damaged object).
    """
    repository = locate(path)
    commit = resolve(repository, base)
    entries = entries_of(repository, commit)
    wanted = [entry for entry in entries if entry.is_regular and limit_of(entry.path)]
    if len(wanted) > FILE_LIMIT and not repository.is_bare:
        folder = folder_in(path)
        wanted.sort(key=lambda entry: not is_below(entry.path, folder))
    loaded = _load(repository, commit, wanted)
    known = tuple(replace(e, size=loaded.sizes[e.path]) if e.path in loaded.sizes else e for e in entries)
    branch = current_branch(repository)
    unreadable, skipped = _told(loaded.reasons)
    return Snapshot(commit, branch, known, loaded.texts, unreadable, repository.name, skipped)


def _told(reasons: dict[str, str]) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """The Python files that were left out for something in them, and those that were merely not read, by reason."""
    named = {path: reason for path, reason in reasons.items() if is_reported(path)}
    general = (_ABSENT, _TOO_MANY.format(FILE_LIMIT, TOTAL_LIMIT))
    skipped = {each: tuple(path for path in named if named[path] == each) for each in general}
    own = {path: reason for path, reason in named.items() if reason not in general}
    return own, {reason: paths for reason, paths in skipped.items() if paths}


def _load(repository: Repository, commit: str, wanted: list[Entry]) -> _Loaded:
    checked_out = dict(_checked_out(repository, wanted[:FILE_LIMIT]))
    rest = [entry for entry in wanted if entry.path not in checked_out]
    absent = not_downloaded(repository, commit) if rest else frozenset()
    measured = sizes(repository, [entry.oid for entry in rest if entry.oid not in absent])
    reasons = _reasons(rest, measured, len(checked_out), sum(map(len, checked_out.values())))
    small = [entry for entry in rest if entry.path not in reasons]
    stored = zip((e.path for e in small), blobs(repository, (e.oid for e in small)), strict=True)
    texts = checked_out | dict(stored)
    known = {e.path: measured[e.oid] for e in rest if e.oid in measured}
    return _Loaded(
        {entry.path: texts[entry.path] for entry in wanted if entry.path in texts},
        reasons,
        known | {path: len(content) for path, content in checked_out.items()},
    )


def _reasons(wanted: list[Entry], measured: dict[str, int], files: int, total: int) -> dict[str, str]:
    """Why which files are left out; `files` and `total` (bytes) are already read."""
    reasons = {}
    for entry in wanted:
        size, limit = measured.get(entry.oid), limit_of(entry.path) or 0
        if size is None:
            reasons[entry.path] = _ABSENT
        elif size > limit:
            reasons[entry.path] = f"{size:,} bytes, more than the {limit:,} that are read of one file"
        elif files >= FILE_LIMIT or total + size > TOTAL_LIMIT:
            reasons[entry.path] = _TOO_MANY.format(FILE_LIMIT, TOTAL_LIMIT)
        else:
            files, total = files + 1, total + size
    return reasons


def _checked_out(repository: Repository, wanted: list[Entry]) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of the files whose checked-out copy is the commit's, up to the total limit."""
    total = 0
    for entry in () if repository.is_bare else wanted:
        content = _from_work_tree(repository.root, entry)
        total += len(content or b"")
        if total > TOTAL_LIMIT:
            return
        if content is not None:
            yield entry.path, content


def _from_work_tree(root: str, entry: Entry) -> bytes | None:
    """The blob's bytes where the checked-out file holds exactly them: the object id is a hash of the content.

    So neither time stamps nor line-ending conversion nor filters can make a difference, and none is consulted.
    """
    content = regular_file(f"{root}/{entry.path}", limit_of(entry.path) or 0)
    return content if content is not None and blob_id(content, entry.oid) == entry.oid else None


def checked_out(path: str, names: Iterable[str]) -> dict[str, bytes]:
    """The files of these names at the root of the work tree around `path`, as they are there; no link is followed."""
    repository = locate(path)
    here = () if repository.is_bare else names
    found = ((name, regular_file(f"{repository.root}/{name}", SOURCE_LIMIT)) for name in here)
    return {name: content for name, content in found if content is not None}


def regular_file(place: str, limit: int) -> bytes | None:
    """The bytes of a regular file of at most `limit` bytes, None for anything else."""
    try:
        handle = os.open(place, os.O_RDONLY | _SAFE_OPEN)
    except (OSError, ValueError):
        return None
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode) or status.st_size > limit:
            return None
        return os.read(handle, status.st_size + 1)
    except OSError:
        return None
    finally:
        os.close(handle)


# A named pipe in the place of a file must not stop the reading, a link must not lead it elsewhere.
_SAFE_OPEN = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
