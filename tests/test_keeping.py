"""What is kept of files in the user's cache: found again as it was, and a miss whatever happens to it."""

from __future__ import annotations

import io
import os
import pickle
import stat
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest
from git_support import TestRepository

from consolidator import keeping as module
from consolidator.cli import main
from consolidator.frozen import fields
from consolidator.keeping import Kept, keeping
from consolidator.model import Facts
from consolidator.syntax import reading

pytest_plugins = ("git_fixtures",)
pytestmark = pytest.mark.usefixtures("own_settings")

ROOT = Path(module.__file__).parent
SOURCE = b"""# -*- coding: utf-8 -*-
from sqlalchemy import create_engine  # consolidate: ignore -- h\xc3\xa9

class Base(dict, metaclass=type):
    engine = create_engine(url := "postgresql://db/app", pool_size=3, x=1j, y=b"\\0", z=...)

async def load(a, /, b: int = 10**30, *, c=None, **d) -> "f{x}":
    async with Base.engine.connect() as connection, open(f"a{b!r:>{c}}") as [e, *f]:
        return [row async for row in connection if row] or (yield)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "entries"
    place.mkdir()
    return place


def twice(folder: Path, data: bytes = SOURCE) -> Facts:
    """Read a file in two runs, so that it is kept, and give what the third makes of it."""
    for _ in range(3):
        with reading.remembering(Kept(folder)):
            found = reading.read("src/db.py", data)
    return found


def entries(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file()]


def sealed(payload: bytes) -> bytes:
    """An entry whose checksum is right."""
    content = zlib.compress(payload)
    return blake2b(content, digest_size=16).digest() + content


def everything(facts: Facts) -> list[object]:
    return [getattr(facts, each.name) for each in fields(Facts)]


@pytest.mark.parametrize("file", sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("[m-z]*.py")))
def test_facts_are_found_as_they_were_read(folder: Path, file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = (ROOT / file).read_bytes()
    read = everything(reading.read("src/db.py", data))
    monkeypatch.setattr(module, "_WITH_PASSWORD", module.lazy(rb"(?!)"))
    assert everything(twice(folder, data)) == read
    monkeypatch.setattr(reading, "_read", None)
    assert everything(twice(folder, data)) == read


def test_odd_constants_are_found_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = everything(reading.read("src/db.py", SOURCE))
    twice(folder)
    monkeypatch.setattr(reading, "_read", None)
    assert everything(twice(folder)) == read


def test_a_file_is_kept_when_it_is_seen_again(folder: Path) -> None:
    sizes = []
    for _ in range(2):
        with reading.remembering(Kept(folder)):
            reading.read("src/db.py", SOURCE)
        sizes += [file.stat().st_size for file in entries(folder)]
    assert sizes[0] == 0 and sizes[1] > 0 and len(sizes) == 2


@pytest.mark.parametrize(
    "spoil",
    [
        lambda entry: entry[:-1],
        lambda entry: entry[:3],
        lambda entry: entry[:40] + bytes([entry[40] ^ 1]) + entry[41:],
        lambda entry: b"\0" * len(entry),
        lambda entry: sealed(b"no pickle"),
        lambda entry: sealed(pickle.dumps(None)),
        lambda entry: sealed(pickle.dumps((1, 2, 3))),
        lambda entry: blake2b(b"no zlib", digest_size=16).digest() + b"no zlib",
    ],
)
def test_a_broken_entry_is_a_miss(folder: Path, spoil: Any) -> None:
    read = everything(twice(folder))
    (entry,) = entries(folder)
    entry.write_bytes(spoil(entry.read_bytes()))
    assert everything(twice(folder)) == read


class Attack:
    """A pickle that runs a program when it is loaded."""

    def __init__(self, mark: Path) -> None:
        self._mark = mark

    def __reduce__(self) -> Any:
        return os.mkdir, (str(self._mark),)


@pytest.mark.parametrize("name", ["mark", "nested"])
def test_an_entry_runs_nothing(folder: Path, tmp_path: Path, name: str) -> None:
    mark = tmp_path / "mark"
    read = everything(twice(folder))
    (entry,) = entries(folder)
    attack = Attack(mark) if name == "mark" else (Attack(mark), *read[3:])
    entry.write_bytes(sealed(pickle.dumps(attack)))
    assert everything(twice(folder)) == read and not mark.exists()
    pickle.load(io.BytesIO(pickle.dumps(Attack(mark))))
    assert mark.exists()


def test_what_holds_a_password_is_not_copied(folder: Path) -> None:
    twice(folder, b'URL = "postgresql://app:s3cret@db/app"\n')
    assert entries(folder) == []


def test_what_cannot_be_read_is_not_kept(folder: Path) -> None:
    for data in (b"def :", b"\0", b"x = (" + b"(" * 500):
        with reading.remembering(Kept(folder)), pytest.raises(reading.Unreadable):
            reading.read("src/db.py", data)
    assert entries(folder) == []


def test_many_may_write_the_same(folder: Path) -> None:
    twice(folder)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: everything(twice(folder)), range(16)))
    assert all(each == found[0] for each in found)
    assert len(entries(folder)) == 1


def test_a_folder_that_cannot_be_written_to_is_no_failure(folder: Path) -> None:
    (folder / "in the way").write_text("")
    assert everything(twice(folder / "in the way")) == everything(reading.read("src/db.py", SOURCE))


@pytest.fixture
def home(tmp_path: Path) -> Iterator[dict[str, str]]:
    yield {"XDG_CACHE_HOME": str(tmp_path / "cache")}


def test_the_folder_is_the_users_alone(home: dict[str, str]) -> None:
    with keeping(home) as kept:
        assert kept is not None
    facts = Path(home["XDG_CACHE_HOME"]) / "consolidate" / "facts"
    assert stat.S_IMODE(facts.stat().st_mode) == 0o700
    facts.chmod(0o770)
    with keeping(home) as kept:
        assert kept is None
    facts.rename(facts.with_name("elsewhere"))
    facts.symlink_to(facts.with_name("elsewhere"))
    with keeping(home) as kept:
        assert kept is None


@pytest.mark.parametrize("environ", [{}, {"XDG_CACHE_HOME": "relative"}, {"XDG_CACHE_HOME": "/dev/null"}])
def test_without_a_place_nothing_is_kept(environ: dict[str, str]) -> None:
    with keeping(environ) as kept:
        assert kept is None


def test_the_oldest_entries_go(home: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 8)
    for number in range(12):
        with keeping(home) as kept, reading.remembering(kept):
            reading.read("src/db.py", b"x = %d" % number)
    assert 6 <= len(entries(Path(home["XDG_CACHE_HOME"]))) <= 8


def test_scans_say_the_same_cold_warm_and_without(
    repository: TestRepository, home: dict[str, str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    engine = b"from sqlalchemy import create_engine\n\n\ndef load():\n    return create_engine('postgresql://db/app')\n"
    repository.commit({"src/__init__.py": b"", "src/a.py": engine, "src/b.py": engine})
    monkeypatch.setenv("XDG_CACHE_HOME", home["XDG_CACHE_HOME"])
    monkeypatch.delenv("CONSOLIDATE_CACHE", raising=False)
    said = []
    for flag in ("--no-cache", "--cache", "--cache", "--cache"):
        assert main(["scan", "-f", "json", flag, str(repository.root)]) == 0
        said.append(capfd.readouterr())
        kept = entries(Path(home["XDG_CACHE_HOME"]))
        assert bool(kept) == (len(said) > 1)
    assert len(set(said)) == 1 and "src/b.py" in said[0].out


def test_a_repository_has_no_say_in_it(repository: TestRepository, capfd: pytest.CaptureFixture[str]) -> None:
    repository.commit({"pyproject.toml": b"[tool.consolidator]\ncache = false\n", "a.py": b""})
    assert main(["scan", str(repository.root)]) == 2
    assert "cache" in capfd.readouterr().err
