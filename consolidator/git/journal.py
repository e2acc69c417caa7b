"""Files about to be written into a work tree -> a note of them in the git folder, by which they are taken back.

The note is complete before the first file is touched, and goes in one step after the last one was written. So whoever
finds it, the run itself or the next one after a kill, brings back exactly the files of before.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from consolidator.errors import EnvironmentFailed, Refused
from consolidator.frozen import dataclass
from consolidator.git.paths import is_inside, linked_at
from consolidator.git.repository import Repository
from consolidator.masking import printable
from consolidator.signals import held_off
from consolidator.temporary import opened, try_lock

_NAME = "consolidate-journal"
_NOTE = "note.json"
_STAGED = ".consolidate-"


@dataclass(frozen=True, slots=True)
class Step:
    """One file to replace or, where `old` is None, to create."""

    path: str
    old: bytes | None
    new: bytes


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back, and the files that stay because somebody has changed them since."""

    paths: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Row:
    """What is noted of one step: contents by their hash; the old one is a file of the journal too."""

    path: str
    staged: str
    old: str | None
    new: str


@contextmanager
def journal(repository: Repository) -> Iterator[Path]:
    """Give the journal's folder; what it notes when the block ends is taken back.

    What a killed run noted is taken back first. Raises Refused while another run writes into the same work tree.
    """
    take_back(repository)
    place = _place(repository)
    place.mkdir(exist_ok=True)
    with _held(place) as alone:
        if not alone:
            raise Refused(
                f"Another run is writing into the work tree {printable(repository.root)}.", "Wait until it has ended."
            )
        try:
            yield place
        finally:
            with held_off():
                _undo(repository.root, place)


def take_back(repository: Repository) -> Undone:
    """Undo what a killed run wrote into the work tree; nothing where its run still lives."""
    place = _place(repository)
    if not place.exists():
        return Undone()
    with _held(place) as alone, held_off():
        return _undo(repository.root, place) if alone else Undone()


def note(root: str, place: Path, steps: Sequence[Step]) -> tuple[Path, ...]:
    """Write down all `steps`; returns for each of them where its new content is to be staged, beside its file."""
    run = secrets.token_hex(4)
    rows = []
    for number, step in enumerate(steps):
        staged = Path(step.path).with_name(f"{_STAGED}{run}-{number}").as_posix()
        rows.append(_Row(step.path, staged, _hash(step.old), _hash(step.new) or ""))
        (place / str(number)).write_bytes(step.old or b"")
    folders = _missing(Path(root), (step.path for step in steps))
    from dataclasses import asdict

    (place / "new").write_text(json.dumps({"rows": [asdict(row) for row in rows], "folders": folders}), "ascii")
    (place / "new").replace(place / _NOTE)
    return tuple(Path(root) / row.staged for row in rows)


def settle(place: Path) -> None:
    """Forget the steps: they are done, and nothing is taken back any more."""
    (place / _NOTE).unlink()


def _undo(root: str, place: Path) -> Undone:
    """Bring back what is noted, but for files that are neither what they were nor what was written; end the journal."""
    rows, folders = _read(place)
    done, edited = [], []
    for number, row in enumerate(rows):
        file, staged = Path(root) / row.path, Path(root) / row.staged
        state = "" if linked_at(root, row.path) else _hash(_content(file))
        if state == row.new:
            _restore(file, staged, None if row.old is None else (place / str(number)).read_bytes())
            done.append(row.path)
        elif state != row.old:
            edited.append(row.path)
        if not linked_at(root, row.staged):
            staged.unlink(missing_ok=True)
    for folder in reversed(folders):
        with suppress(OSError):
            (Path(root) / folder).rmdir()
    (place / _NOTE).unlink(missing_ok=True)
    shutil.rmtree(place, ignore_errors=True)
    return Undone(tuple(done), tuple(edited))


def _restore(file: Path, staged: Path, old: bytes | None) -> None:
    if old is None:
        file.unlink()
        return
    staged.write_bytes(old)
    dress(staged, file)
    staged.replace(file)


def dress(staged: Path, file: Path) -> None:
    """Give a staged file the mode and owner of the one that it replaces."""
    status = file.stat()
    with suppress(PermissionError):
        os.chown(staged, status.st_uid, status.st_gid)
    staged.chmod(status.st_mode & 0o7777)


def _read(place: Path) -> tuple[tuple[_Row, ...], tuple[str, ...]]:
    """The rows and the folders that were made for them; none where no note was complete."""
    try:
        noted = json.loads((place / _NOTE).read_text("ascii"))
        rows, folders = tuple(_Row(**row) for row in noted["rows"]), tuple(noted["folders"])
        if not all(map(is_inside, (*folders, *(path for row in rows for path in (row.path, row.staged))))):
            raise ValueError
    except FileNotFoundError:
        return (), ()
    except (ValueError, KeyError, TypeError) as error:
        raise EnvironmentFailed(
            f"The journal of a run that was stopped cannot be read: {printable(str(place))}.",
            "See `git status` for what it may have changed, then remove that folder.",
        ) from error
    return rows, folders


def _missing(root: Path, paths: Iterable[str]) -> list[str]:
    """The folders that must be made for `paths`, outer ones first."""
    above = {parent.as_posix() for path in paths for parent in Path(path).parents}
    return sorted(folder for folder in above if not (root / folder).exists())


def _content(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _hash(content: bytes | None) -> str | None:
    return None if content is None else sha256(content).hexdigest()


def _place(repository: Repository) -> Path:
    return Path(repository.git_dir) / _NAME


@contextmanager
def _held(place: Path) -> Iterator[bool]:
    """Whether a folder is this run's alone while the block lasts; one that was made anew meanwhile is not."""
    handle = opened(place)
    try:
        ours = handle is None or try_lock(handle) is not False
        yield ours and (handle is None or (place.exists() and os.path.samestat(place.stat(), os.fstat(handle))))
    finally:
        if handle is not None:
            os.close(handle)
