"""Documents of a deployable that list its variables, and their edits."""

from __future__ import annotations

import posixpath

from consolidator.deciding.settings import SettingsPlan
from consolidator.meaning.scope import Scope
from consolidator.model import TextEdits
from consolidator.settings_styles.documents import document_edits, is_document
from consolidator.survey import Survey


def document_changes(survey: Survey, scope: Scope, unit: str, settings: SettingsPlan) -> tuple[TextEdits, ...]:
    """Edits of `.env` examples, compose files and settings tables beside, above or inside the deployable."""
    if settings.url is None or not settings.variables:
        return ()
    found = []
    for path, data in sorted(survey.texts.items()):
        if not is_document(path) or not _concerns(path, unit) or not scope.holds(path):
            continue
        text = data.decode("utf-8", "surrogateescape")
        edits = document_edits(path, text, settings.variables, settings.url)
        if edits:
            found.append(TextEdits(path, edits, "lists the new settings"))
    return tuple(found)


def _concerns(path: str, unit: str) -> bool:
    folder = posixpath.dirname(path)
    return not folder or not unit or folder == unit or path.startswith(f"{unit}/") or unit.startswith(f"{folder}/")
