"""An exported commit's folder in; its Python files, and the URL scheme it writes, out."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from consolidator.regex import lazy

SKIPPED = frozenset({".git", ".venv", "venv", "node_modules", "__pycache__"})
SIZE_LIMIT = 1 << 20
_SCHEME = lazy(rb"\b(postgres(?:ql)?(?:\+[a-z0-9]+)?)://")
_TEXT_SUFFIXES = (".py", ".env", ".example", ".yml", ".yaml", ".toml", ".ini", ".cfg", ".md", ".sample")


def python_files(folder: Path) -> tuple[Path, ...]:
    """The paths of the Python files below `folder`, relative to it and sorted; links are not followed."""
    return tuple(path for path in _files(folder) if path.suffix == ".py")


def read_sources(folder: Path) -> Mapping[str, bytes]:
    """Posix path -> source of the Python files, tests and large files left out."""
    paths = (path for path in python_files(folder) if not {"tests", "test"} & set(path.parts))
    return {path.as_posix(): (folder / path).read_bytes() for path in paths if _is_small(folder / path)}


def find_scheme(folder: Path) -> str:
    """The scheme that the commit's files write most often for PostgreSQL, such as `postgresql+psycopg`."""
    counts: Counter[str] = Counter()
    for path in _files(folder):
        if path.name.endswith(_TEXT_SUFFIXES) and _is_small(folder / path):
            counts.update(each.decode() for each in _SCHEME.findall((folder / path).read_bytes()))
    return counts.most_common(1)[0][0] if counts else "postgresql"


def _is_small(path: Path) -> bool:
    return path.is_file() and not path.is_symlink() and path.stat().st_size <= SIZE_LIMIT


def _files(folder: Path) -> Iterator[Path]:
    found: list[Path] = []
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name not in SKIPPED]
        found += [Path(parent, name).relative_to(folder) for name in files]
    yield from sorted(found)
