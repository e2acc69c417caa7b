"""What becomes of groups, whatever they share and wherever: the same value for all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from consolidator.frozen import dataclass
from consolidator.model import Edit, NewFile, Owned, TextEdits


@dataclass(frozen=True, slots=True)
class Outcome:
    """The edits by file, whose change of which file it is, the files that are new, and the edits of documents."""

    edits: Mapping[str, Sequence[Edit]]
    parts: tuple[Owned, ...] = ()
    new_files: tuple[NewFile, ...] = ()
    texts: tuple[TextEdits, ...] = ()


def joined(rows: Iterable[Mapping[str, Sequence[Edit]]]) -> dict[str, list[Edit]]:
    """The edits of several, those of a file behind each other."""
    found: dict[str, list[Edit]] = defaultdict(list)
    for row in rows:
        for path, edits in row.items():
            found[path] += edits
    return found
