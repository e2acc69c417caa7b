"""Documents of a deployable that list its variables, and their edits."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Sequence

from consolidator.deciding.settings import SettingsPlan
from consolidator.meaning.world import World
from consolidator.model import Replace, TextEdits
from consolidator.settings_styles.documents import document_edits, is_compose, is_document


def document_changes(world: World, unit: str, settings: SettingsPlan) -> tuple[TextEdits, ...]:
    """Edits of `.env` examples, compose files and settings tables beside, above or inside the deployable."""
    if settings.url is None or not settings.variables:
        return ()
    found = []
    for path in sorted(world.survey.texts):
        if not is_document(path) or not _concerns(path, unit) or not world.scope.holds(path):
            continue
        text = world.survey.texts[path].decode("utf-8", "surrogateescape")
        edits = document_edits(path, text, settings.variables, settings.url)
        if edits:
            found.append(TextEdits(path, edits, "lists the new settings"))
    return tuple(found)


def merged(rows: Sequence[TextEdits]) -> tuple[TextEdits, ...]:
    """The edits of several deployables with each document once: what they add alike is added once."""
    by_path: dict[str, list[Replace]] = defaultdict(list)
    for row in rows:
        for edit in row.edits:
            _add(by_path[row.path], edit, everywhere=not is_compose(row.path))
    return tuple(TextEdits(path, tuple(edits), rows[0].reason) for path, edits in sorted(by_path.items()))


def _add(edits: list[Replace], new: Replace, everywhere: bool) -> None:
    """Insert lines where others do already, without those that name what is listed there, or `everywhere`."""
    same = next((edit for edit in edits if edit.span == new.span), None)
    beside = edits if everywhere else [same] if same is not None else []
    listed = {name for edit in beside for name in map(_named, edit.text.splitlines()) if name}
    text = "".join(line for line in _lines(new.text) if _named(line) not in listed)
    if same is not None:
        edits[edits.index(same)] = Replace(same.span, same.text + text)
    elif text:
        edits.append(Replace(new.span, text))


def _lines(text: str) -> list[str]:
    """Inserted lines, each with the line ending in front of it, which closes the line that it is inserted behind."""
    return re.findall(r"(?:\r\n|\n|\r)?[^\r\n]+", text)


def _named(line: str) -> str:
    """What a line of a list of variables is about: its first word."""
    match = re.match(r"\W*(?:export\s+)?([\w.]+)", line)
    return match.group(1) if match else ""


def _concerns(path: str, unit: str) -> bool:
    folder = posixpath.dirname(path)
    return not folder or not unit or folder == unit or path.startswith(f"{unit}/") or unit.startswith(f"{folder}/")
