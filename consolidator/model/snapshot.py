"""A commit as text: the first value there is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from consolidator.frozen import dataclass, field
from consolidator.model.facts import Import


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


class Glance(NamedTuple):
    """What is told of a Python file without parsing it.

    `words` are those of the words that later stages ask for, `creates` is whether it may create an engine or a driver
    pool, `serves` whether it names a framework's application, router or worker. `dotted` are signs of the names in
    dotted texts that stand before another one.
    """

    size: int
    words: frozenset[bytes]
    creates: bool
    serves: bool
    imports: tuple[Import, ...]
    dotted: frozenset[int]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The text of one commit.

    `texts` holds the bytes of the regular files that can matter: Python sources and the
    small configuration files of a service. `unreadable` maps a path to the reason why it
    was left out although it might matter, `skipped` a reason that lies in no single file to the
    Python files that were left out for it. `name` is the repository's, as its folder is called. `glances` has what is
    told of some of the Python files, by the id of their blobs. `root` is that of the work tree, empty where there is
    none, `folder` the one in it that was named, relative to it.
    """

    commit: str
    branch: str | None
    entries: tuple[Entry, ...]
    texts: Mapping[str, bytes]
    unreadable: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    skipped: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    glances: Mapping[str, Glance] = field(default_factory=dict)
    root: str = ""
    folder: str = ""
