"""A commit as text: the first value there is."""

from __future__ import annotations

from collections.abc import Mapping

from consolidator.frozen import dataclass, field


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a commit's tree: `mode` and `oid` as git prints them, `path` posix."""

    path: str
    mode: str
    oid: str
    size: int

    @property
    def is_regular(self) -> bool:
        """Whether this is a plain file, not a symbolic link or a submodule."""
        return self.mode in ("100644", "100755")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The text of one commit.

    `texts` holds the bytes of the regular files that can matter: Python sources and the
    small configuration files of a service. `unreadable` maps a path to the reason why it
    was left out although it might matter, `skipped` a reason that lies in no single file to the
    Python files that were left out for it. `name` is the repository's, as its folder is called.
    """

    commit: str
    branch: str | None
    entries: tuple[Entry, ...]
    texts: Mapping[str, bytes]
    unreadable: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    skipped: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
