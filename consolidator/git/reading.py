"""A path and a commit -> the Snapshot every later stage works on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple, Protocol

from consolidator.filetree import is_below
from consolidator.git.objects import blob_id, blobs, entries_of, is_partial, not_downloaded, sizes
from consolidator.git.regular import regular_file
from consolidator.git.repository import Repository
from consolidator.git.selection import FILE_LIMIT, SOURCE_LIMIT, TOTAL_LIMIT, is_reported, limit_of
from consolidator.git.standing import Standing, standing
from consolidator.git.texts import Texts, from_work_tree
from consolidator.model import Entry, Glance, Snapshot

_ABSENT = "not downloaded yet (partial clone)"
_TOO_MANY = "more than {:,} files or {:,} bytes to read in one commit"


class Glances(Protocol):
    """Whoever looks at each Python file as it is read, so that nobody needs to hold its text."""

    @property
    def found(self) -> Mapping[str, Glance]:
        """What was told, or known, in this run by the ids of blobs."""

    def known(self, oid: str) -> Glance | None:
        """What was told of a blob before."""

    def look(self, oid: str, data: bytes, is_sure: bool) -> None:
        """Look at a blob; `is_sure` says that the content was held against the id."""


class _Loaded(NamedTuple):
    """`texts` are those that are held, `sizes` are of all that were read, or looked at before.

    `is_sure` is whether all of them are what their ids say.
    """

    texts: dict[str, bytes]
    reasons: dict[str, str]
    sizes: dict[str, int]
    is_sure: bool


def read_snapshot(
    path: str,
    base: str | None = None,
    glancing: Callable[[str], Glances] | None = None,
    found: Standing | None = None,
) -> Snapshot:
    """Return the text of a commit of the repository around the folder `path`.

    `base` names the commit, by default HEAD, which `found` may tell already. Symbolic links and submodules stand among
    the entries and are never followed. An entry's size is -1 where it was not needed. Files over the limits of
    `selection` are listed as unreadable or skipped; those below `path` are read first. Nothing is written and nothing
    of the repository runs.
    What `glancing` makes for the repository's root looks at the Python files, whose texts are only held without it.

    Raises UsageError (no such folder, unknown base), Refused (no repository, no commit),
    EnvironmentFailed (no git, untrusted owner, a damaged object).
    """
    at = standing(path, base) if found is None else found
    repository, commit = at.repository, at.commit
    entries = entries_of(at.rows)
    wanted = [entry for entry in entries if entry.is_regular and limit_of(entry.path)]
    if len(wanted) > FILE_LIMIT and not repository.is_bare:
        wanted.sort(key=lambda entry: not is_below(entry.path, at.folder))
    glances = glancing(repository.root) if glancing is not None else None
    loaded = _load(repository, commit, wanted, glances)
    known = tuple(Entry(e.path, e.mode, e.oid, loaded.sizes[e.path]) if e.path in loaded.sizes else e for e in entries)
    unreadable, skipped = _told(loaded.reasons)
    there = {entry.path: entry for entry in wanted if entry.path in loaded.sizes and entry.path not in loaded.reasons}
    is_sure = loaded.is_sure and set(_general()).isdisjoint(loaded.reasons.values())
    texts = loaded.texts if glances is None else Texts(repository, there, loaded.texts, is_sure)
    told = {} if glances is None else glances.found
    root = "" if at.is_bare else at.root
    return Snapshot(
        commit, at.branch, known, texts, unreadable, repository.name, skipped, told, root=root, folder=at.folder
    )


def _told(reasons: dict[str, str]) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """The Python files that were left out for something in them, and those that were merely not read, by reason."""
    named = {path: reason for path, reason in reasons.items() if is_reported(path)}
    skipped = {each: tuple(path for path in named if named[path] == each) for each in _general()}
    own = {path: reason for path, reason in named.items() if reason not in skipped}
    return own, {reason: paths for reason, paths in skipped.items() if paths}


def _general() -> tuple[str, ...]:
    """Reasons that lie in no single file, and may hold for others the next time."""
    return _ABSENT, _TOO_MANY.format(FILE_LIMIT, TOTAL_LIMIT)


def _load(repository: Repository, commit: str, wanted: list[Entry], glances: Glances | None) -> _Loaded:
    """What a blob that was looked at before holds is not read, unless more is there than may be read at all."""
    known = _known(repository, wanted, glances)
    fresh = [entry for entry in wanted if entry.path not in known]
    held = _Held(glances)
    present = {path: held.take(path, oid, data) for path, oid, data in _checked_out(repository, fresh[:FILE_LIMIT])}
    rest = [entry for entry in fresh if entry.path not in present]
    absent = not_downloaded(repository, commit) if rest else frozenset()
    measured = sizes(repository, [entry.oid for entry in rest if entry.oid not in absent])
    there = known | present
    reasons = _reasons(rest, measured, len(there), sum(there.values()))
    small = [entry for entry in rest if entry.path not in reasons]
    for entry, data in zip(small, blobs(repository, (e.oid for e in small)), strict=True):
        held.take(entry.path, entry.oid, data, is_sure=False)
    texts = {entry.path: held.texts[entry.path] for entry in wanted if entry.path in held.texts}
    measures = there | {e.path: measured[e.oid] for e in rest if e.oid in measured}
    return _Loaded(texts, reasons, measures, held.is_sure)


def _known(repository: Repository, wanted: list[Entry], glances: Glances | None) -> dict[str, int]:
    """The sizes of the Python files that were looked at before and can be read again, unlike those left on a server."""
    if glances is None or len(wanted) > FILE_LIMIT:
        return {}
    rows = ((entry.path, glances.known(entry.oid)) for entry in wanted if is_reported(entry.path))
    known = {path: row.size for path, row in rows if row is not None and row.size <= SOURCE_LIMIT}
    return known if known and sum(known.values()) <= TOTAL_LIMIT // 2 and not is_partial(repository) else {}


class _Held:
    """Takes what is read: Python files are looked at and let go where somebody looks, all others are held."""

    def __init__(self, glances: Glances | None) -> None:
        self.texts: dict[str, bytes] = {}
        self.is_sure = True
        self._glances = glances

    def take(self, path: str, oid: str, data: bytes, is_sure: bool = True) -> int:
        """Give the size."""
        is_sure = is_sure or blob_id(data, oid) == oid
        self.is_sure = self.is_sure and is_sure
        if self._glances is not None and is_reported(path):
            self._glances.look(oid, data, is_sure)
        else:
            self.texts[path] = data
        return len(data)


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


def _checked_out(repository: Repository, wanted: list[Entry]) -> Iterator[tuple[str, str, bytes]]:
    """Path, id and bytes of the files whose checked-out copy is the commit's, up to the total limit."""
    total = 0
    for entry in () if repository.is_bare else wanted:
        content = from_work_tree(repository.root, entry)
        total += len(content or b"")
        if total > TOTAL_LIMIT:
            return
        if content is not None:
            yield entry.path, entry.oid, content


def checked_out(root: str, names: Iterable[str]) -> dict[str, bytes]:
    """The files of these names at the root of a work tree, as they are there; no link is followed."""
    found = ((name, regular_file(f"{root}/{name}", SOURCE_LIMIT)) for name in names)
    return {name: content for name, content in found if content is not None}
