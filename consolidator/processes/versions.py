"""Packaging, lock and CI files to the oldest Python and the oldest SQLAlchemy that a service promises to run on."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping

from consolidator.filetree import ancestors, join

Version = tuple[int, ...]

_NUMBER = r"(\d{1,4}(?:\.\d{1,4}){0,3})"
_REQUIREMENT = re.compile(
    r"""(?:^|[\s"'\[,{(])sqlalchemy\s*(?:\[[^\]\n]{0,80}\])?\s*(?:=\s*["']|["']\s*:\s*["'])?\s*(?:===?|~=|>=|\^|@)\s*"""
    + _NUMBER,
    re.IGNORECASE | re.MULTILINE,
)
_POETRY_TABLE = re.compile(
    r"^sqlalchemy\s*=\s*(?:\{[^}\n]{0,200}?version\s*=\s*)?[\"'](?:\^|~=?|>=|==)?\s*" + _NUMBER, re.I | re.M
)
_LOCKED = re.compile(r"^name = \"sqlalchemy\"\nversion = \"" + _NUMBER, re.IGNORECASE | re.MULTILINE)
_REQUIRES_PYTHON = re.compile(
    r"(?:requires-python|python_requires)\s*=\s*[\"']?[^\"'\d\n]{0,20}(\d)\.(\d{1,2})|"
    r"^python\s*=\s*[\"'][^\"'\d\n]{0,20}(\d)\.(\d{1,2})|^python_version\s*=\s*[\"'](\d)\.(\d{1,2})",
    re.MULTILINE,
)
_LOCKS = ("uv.lock", "poetry.lock", "pdm.lock")
_DECLARING = ("pyproject.toml", "setup.cfg", "setup.py", "Pipfile")
_REQUIREMENTS = re.compile(r"(?:[\w.-]*requirements[\w.-]*|requirements/[\w.-]+)\.(?:txt|in)")


def sqlalchemy_floor(texts: Mapping[str, bytes], folder: str) -> Version | None:
    """The version that the nearest files name: what is locked, else the lowest that is required; None unknown."""
    for above in ancestors(folder):
        locked = [version for data in _read(texts, above, _LOCKS) for version in _versions(_LOCKED, data)]
        locked += _pipfile(texts.get(join(above, "Pipfile.lock"), b""))
        if locked:
            return min(locked)
        named = [*_read(texts, above, _DECLARING), *_requirements(texts, above)]
        found = [v for text in named for p in (_REQUIREMENT, _POETRY_TABLE) for v in _versions(p, text)]
        if found:
            return min(found)
    return None


def python_floor(texts: Mapping[str, bytes], folder: str) -> tuple[int, int] | None:
    """The lowest Python that the nearest packaging file declares; None where none does."""
    for above in ancestors(folder):
        for text in _read(texts, above, _DECLARING):
            found = _REQUIRES_PYTHON.search(text)
            if found:
                major, minor = [part for part in found.groups() if part is not None][:2]
                return int(major), int(minor)
        pinned = re.match(r"\s*(\d)\.(\d{1,2})", _text(texts.get(join(above, ".python-version"), b"")))
        if pinned:
            return int(pinned[1]), int(pinned[2])
    return None


def _versions(pattern: re.Pattern[str], text: str) -> Iterator[Version]:
    for found in pattern.findall(text):
        yield tuple(int(part) for part in found.split("."))


def _read(texts: Mapping[str, bytes], folder: str, names: tuple[str, ...]) -> Iterator[str]:
    yield from (_text(texts[join(folder, name)]) for name in names if join(folder, name) in texts)


def _requirements(texts: Mapping[str, bytes], folder: str) -> Iterator[str]:
    """Requirements of that folder; those for development count as well, as they only add."""
    inside = f"{folder}/" if folder else ""
    for path, data in texts.items():
        if path.endswith((".txt", ".in")) and path.startswith(inside) and _REQUIREMENTS.fullmatch(path[len(inside) :]):
            yield _text(data)


def _pipfile(data: bytes) -> list[Version]:
    if b"sqlalchemy" not in data:
        return []
    try:
        section = json.loads(data).get("default", {})
        named = section.get("sqlalchemy", {}).get("version", "") if isinstance(section, dict) else ""
    except (ValueError, AttributeError, RecursionError):
        return []
    return list(_versions(re.compile(r"==" + _NUMBER), str(named)))


_text: Callable[[bytes], str] = lambda data: data.decode("utf-8", "replace")  # noqa: E731
