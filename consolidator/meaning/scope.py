"""What may change of a repository, as far as the user named a folder of it."""

from __future__ import annotations

from consolidator.filetree import ancestors, folder_of, is_below
from consolidator.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """What may change: `chosen` are deployables by their folders, None for everything; `folders` are all of them."""

    folder: str = ""
    chosen: frozenset[str] | None = None
    folders: frozenset[str] = frozenset()

    def holds(self, path: str) -> bool:
        """Whether a file may be edited or made."""
        return self.chosen is None or is_below(path, self.folder) or self._around(path) in self.chosen

    def _around(self, path: str) -> str:
        return next((folder for folder in ancestors(folder_of(path)) if folder in self.folders), "")

    @property
    def name(self) -> str:
        """What tells a change of this scope from one of its neighbours; empty where there is none to tell it from."""
        if self.chosen is None or self.chosen == {""} or self.chosen >= self.folders - {""}:
            return ""
        if len(self.chosen) > 1:
            return self.folder.replace("/", "-")
        (only,) = self.chosen
        last = only.rpartition("/")[2]
        alone = sum(folder.rpartition("/")[2] == last for folder in self.folders) == 1
        return last if alone else only.replace("/", "-")
