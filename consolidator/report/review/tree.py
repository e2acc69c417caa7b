"""Changed files in; the folders that hold them, as a reader walks them, out."""

from __future__ import annotations

from collections.abc import Sequence

from consolidator.frozen import dataclass
from consolidator.report.review.files import File


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder with what lies in it; `name` joins folders that hold nothing but the next one."""

    name: str
    folders: tuple[Folder, ...]
    files: tuple[tuple[str, File], ...]
    """(name in this folder, the file)."""


def tree(files: Sequence[File]) -> Folder:
    """The folders from the repository's root, whose name is ""."""
    return _folder("", [(tuple(file.path.split("/")), file) for file in files])


def _folder(name: str, rows: Sequence[tuple[tuple[str, ...], File]]) -> Folder:
    below: dict[str, list[tuple[tuple[str, ...], File]]] = {}
    for parts, file in rows:
        if len(parts) > 1:
            below.setdefault(parts[0], []).append((parts[1:], file))
    own = tuple((parts[0], file) for parts, file in rows if len(parts) == 1)
    folders = tuple(_joined(_folder(each, inside)) for each, inside in sorted(below.items()))
    return Folder(name, folders, own)


def _joined(folder: Folder) -> Folder:
    if folder.files or len(folder.folders) != 1:
        return folder
    (only,) = folder.folders
    return Folder(f"{folder.name}/{only.name}", only.folders, only.files)
