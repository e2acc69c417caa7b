"""A commit and the work tree's files in; what the user must be told of configuration that does not count out."""

from __future__ import annotations

from collections.abc import Mapping

from consolidator.config.files import NAMES, configuration, tables
from consolidator.config.precedence import resolve
from consolidator.model import Snapshot

HERE = " in the work tree"


def strays(snapshot: Snapshot, here: Mapping[str, bytes]) -> tuple[str, ...]:
    """Sentences about configuration that is not committed or that another file hides.

    `here` are the work tree's configuration files by name. Raises UsageError for a mistake in one of them that
    differs from the commit's: it would only come out once it is committed.
    """
    return (*_uncommitted(snapshot, here), *_hidden(snapshot))


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
