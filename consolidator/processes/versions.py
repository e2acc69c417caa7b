"""Packaging, lock and CI files to the oldest Python and the oldest SQLAlchemy that a service promises to run on."""

from __future__ import annotations

import itertools
import json
import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from consolidator.filetree import ancestors, join
from consolidator.regex import lazy

Version = tuple[int, ...]

_NUMBER = r"(\d{1,4}(?:\.\d{1,4}){0,3})"
_REQUIREMENT = lazy(
    r"""(?:^|[\s"'\[,{(])sqlalchemy\s{0,8}(?:\[[^\]\n]{0,80}\])?\s{0,8}(?:=\s{0,8}["']|["']\s{0,8}:\s{0,8}["'])?\s{0,8}(?:===?|~=|>=|\^|@)\s*"""
    + _NUMBER,
    re.IGNORECASE | re.MULTILINE,
)
_POETRY_TABLE = lazy(
    r"^sqlalchemy\s*=\s*(?:\{[^}\n]{0,200}?version\s*=\s*)?[\"'](?:\^|~=?|>=|==)?\s*" + _NUMBER, re.I | re.M
)
_LOCKED = lazy(r"^name = \"sqlalchemy\"\nversion = \"" + _NUMBER, re.IGNORECASE | re.MULTILINE)
_REQUIRES_PYTHON = lazy(
    r"(?:requires-python|python_requires)\s*=\s*[\"']?[^\"'\d\n]{0,20}(\d)\.(\d{1,2})|"
    r"^python\s*=\s*[\"'][^\"'\d\n]{0,20}(\d)\.(\d{1,2})|^python_version\s*=\s*[\"'](\d)\.(\d{1,2})",
    re.MULTILINE,
)
_WORKFLOW = lazy(r"\.github/workflows/[^/]+\.ya?ml$|\.gitlab-ci\.yml$")
_LOCKS = ("uv.lock", "poetry.lock", "pdm.lock")
_DECLARING = ("pyproject.toml", "setup.cfg", "setup.py", "Pipfile")
_PINNED = lazy(r"\s*(?:python-)?(\d)\.(\d{1,2})")


class Versions:
    """The floors by folder, each read once."""

    def __init__(self, texts: Mapping[str, bytes]) -> None:
        self._texts = texts
        self._requirements: dict[str, list[str]] = defaultdict(list)
        for path in texts:
            folder = _folder_of_requirements(path)
            if folder is not None:
                self._requirements[folder].append(path)
        self._in_ci: tuple[tuple[int, int] | None] | None = None
        self._found: dict[str, tuple[Version | None, tuple[int, int] | None]] = {}

    def sqlalchemy(self, folder: str) -> Version | None:
        """The version that the nearest files name: what is locked, else the lowest required; None unknown."""
        return next((found for above in ancestors(folder) if (found := self._at(above)[0]) is not None), None)

    def python(self, folder: str) -> tuple[int, int] | None:
        """The lowest Python that the nearest packaging file declares; None where none does."""
        declared = next((found for above in ancestors(folder) if (found := self._at(above)[1]) is not None), None)
        return declared or self._tested()

    def _tested(self) -> tuple[int, int] | None:
        """The lowest version that the workflows of continuous integration run."""
        if self._in_ci is None:
            data = [self._texts[path] for path in self._texts if _WORKFLOW.match(path)]
            found = [(int(major), int(minor)) for text in data for major, minor in _tested_in(text)]
            self._in_ci = (min(found, default=None),)
        return self._in_ci[0]

    def _at(self, folder: str) -> tuple[Version | None, tuple[int, int] | None]:
        if folder not in self._found:
            declared = list(_read(self._texts, folder, _DECLARING))
            self._found[folder] = (self._sqlalchemy(folder, declared), self._python(folder, declared))
        return self._found[folder]

    def _sqlalchemy(self, folder: str, declared: list[str]) -> Version | None:
        locked = [version for data in _read(self._texts, folder, _LOCKS) for version in _versions(_LOCKED, data)]
        locked += _pipfile(self._texts.get(join(folder, "Pipfile.lock"), b""))
        if locked:
            return min(locked)
        named = [*declared, *(_text(self._texts[path]) for path in self._requirements.get(folder, ()))]
        return min(
            (v for text in named for p in (_REQUIREMENT, _POETRY_TABLE) for v in _versions(p, text)), default=None
        )

    def _python(self, folder: str, declared: list[str]) -> tuple[int, int] | None:
        for text in declared:
            found = _REQUIRES_PYTHON.search(text)
            if found:
                major, minor = [part for part in found.groups() if part is not None][:2]
                return int(major), int(minor)
        for name in (".python-version", "runtime.txt"):
            pinned = _PINNED.match(_text(self._texts.get(join(folder, name), b"")))
            if pinned:
                return int(pinned[1]), int(pinned[2])
        return None


def _tested_in(data: bytes) -> Iterator[tuple[str, str]]:
    """The versions behind `python-version`, on its line or in the list below it."""
    lines = _text(data).splitlines()
    for at, line in enumerate(lines):
        if "python-version" in line:
            below = itertools.takewhile(lambda row: row.lstrip().startswith("- "), lines[at + 1 : at + 20])
            for row in (line, *below):
                yield from re.findall(r"(?<![\d.])(3)\.(\d{1,2})(?![\d.])", row.partition("#")[0])


def _folder_of_requirements(path: str) -> str | None:
    """The folder whose requirements a file lists; those for development count as well, as they only add."""
    if not path.endswith((".txt", ".in")):
        return None
    folder, _, name = path.rpartition("/")
    if posixpath.basename(folder) == "requirements":
        return posixpath.dirname(folder)
    return folder if "requirements" in name else None


def _versions(pattern: re.Pattern[str], text: str) -> Iterator[Version]:
    for found in pattern.findall(text):
        yield tuple(int(part) for part in found.split("."))


def _read(texts: Mapping[str, bytes], folder: str, names: tuple[str, ...]) -> Iterator[str]:
    yield from (_text(texts[join(folder, name)]) for name in names if join(folder, name) in texts)


def _pipfile(data: bytes) -> list[Version]:
    if b"sqlalchemy" not in data:
        return []
    try:
        section = json.loads(data).get("default", {})
        named = section.get("sqlalchemy", {}).get("version", "") if isinstance(section, dict) else ""
    except (ValueError, AttributeError, RecursionError):
        return []
    return list(_versions(re.compile(r"==" + _NUMBER), str(named)))


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")
