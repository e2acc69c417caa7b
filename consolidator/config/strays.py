"""A commit and the work tree's files in; what the user must be told of configuration that does not count out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from consolidator.config.files import NAMES, configuration, is_ours, tables
from consolidator.config.precedence import resolve
from consolidator.filetree import ancestors, join

if TYPE_CHECKING:
    from consolidator.model import Snapshot

HERE = " in the work tree"


def strays(snapshot: Snapshot, here: Mapping[str, bytes], folder: str = "") -> tuple[str, ...]:
    """Sentences about configuration that is not committed, that another file hides, or that stands in a wrong place.

    `here` are the work tree's configuration files by name, `folder` is the one that the user named.
    Raises UsageError for a mistake in one of them that differs from the commit's: it would only come out once it is
    committed.
    """
    return (*_uncommitted(snapshot, here), *_hidden(snapshot), *_nested(snapshot, folder))


def _uncommitted(snapshot: Snapshot, here: Mapping[str, bytes]) -> tuple[str, ...]:
    if all(snapshot.texts.get(name) == data for name, data in here.items()):
        return ()
    # What is deleted here was perhaps never checked out, so that the commit's stands for it.
    committed = {name: snapshot.texts[name] for name in NAMES if name in snapshot.texts}
    mine = configuration({**committed, **here}, HERE)
    resolve({}, {}, mine)
    used = configuration(committed)
    if mine.values == used.values:
        return ()
    name = (mine.name or used.name).removesuffix(HERE)
    return (
        f"the configuration in {name} of the work tree is not that of the commit {snapshot.commit[:10]}, which counts; "
        "commit it, or use flags",
    )


def _hidden(snapshot: Snapshot) -> tuple[str, ...]:
    found = [name for name, _ in tables({name: snapshot.texts[name] for name in NAMES if name in snapshot.texts})]
    return tuple(f"[tool.consolidator] in {name} is not read beside {found[0]}; keep one of them" for name in found[1:])


def _nested(snapshot: Snapshot, folder: str) -> Iterator[str]:
    """Configuration beside the deployable that the user named: only the repository's root is looked at."""
    for above in ancestors(folder):
        for name in NAMES if above else ():
            path = join(above, name)
            if path in snapshot.texts and is_ours(name, snapshot.texts[path]):
                yield f"{path} is not read; keep its settings in the file at the repository's root, or use flags"
