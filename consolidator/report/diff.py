"""A patch in; its lines with what each of them is, and the patch in a terminal's colours, out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from consolidator.frozen import dataclass
from consolidator.masking import printable

Kind = Literal["file", "meta", "hunk", "added", "removed", "same"]

_COLORS: dict[Kind, str] = {"file": "1", "meta": "1", "hunk": "36", "added": "32", "removed": "31"}
_BY_MARK: dict[str, Kind] = {"+": "added", "-": "removed", "@": "hunk"}


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One line of a patch, without its line feed."""

    kind: Kind
    text: str


def lines(patch: bytes) -> Iterator[DiffLine]:
    """The lines of a patch in git's format; a file's header ends at its first hunk."""
    in_header = True
    for text in patch.decode("utf-8", "surrogateescape").removesuffix("\n").split("\n") if patch else ():
        if text.startswith("diff --git "):
            in_header = True
            yield DiffLine("file", text)
            continue
        in_header = in_header and not text.startswith("@@")
        yield DiffLine("meta" if in_header else _BY_MARK.get(text[:1], "same"), text)


def shown(text: str) -> str:
    """A line with control characters shown as escapes, tabs kept."""
    return "\t".join(printable(part) for part in text.split("\t"))


def colored(patch: bytes) -> str:
    """The patch for a terminal: the usual colours, control characters shown."""
    return "".join(f"{_color(line.kind, shown(line.text))}\n" for line in lines(patch))


def plain(patch: bytes) -> str:
    """The patch for a terminal without colours, control characters shown."""
    return "".join(f"{shown(line.text)}\n" for line in lines(patch))


def _color(kind: Kind, text: str) -> str:
    code = _COLORS.get(kind)
    return f"\x1b[{code}m{text}\x1b[m" if code else text


def parts(patch: bytes) -> list[tuple[DiffLine, ...]]:
    """The lines of each file, its header first, in the order of the patch."""
    files: list[list[DiffLine]] = []
    for line in lines(patch):
        if line.kind == "file":
            files.append([])
        files[-1].append(line)
    return [tuple(file) for file in files]


def size(part: Iterable[DiffLine]) -> tuple[int, int]:
    """How many lines were added and removed."""
    kinds = [line.kind for line in part]
    return kinds.count("added"), kinds.count("removed")
