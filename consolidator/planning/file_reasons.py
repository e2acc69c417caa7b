"""The edits of a file, and whose they are, in; what happens in that file, in a few words, out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from consolidator.model import Action, Edit, Finding, Owned
from consolidator.regex import lazy

_BY_CODE = {
    "CE101": "uses the shared engine",
    "CE102": "uses the shared engine",
    "CE103": "takes the engine of its home",
    "CE104": "makes its engine only once",
    "CE105": "sizes its pool from the settings",
}
_ENDS = lazy(r"\bclose_\w+|\bdispose\b")
_FOLLOWS = "follows a name that moved"


def file_reasons(
    edits: Mapping[str, Sequence[Edit]], parts: Iterable[Owned], findings: Iterable[Finding]
) -> dict[str, str]:
    """What is said of each edited file, all that happens in it joined by semicolons."""
    said: dict[str, dict[str, None]] = {path: {} for path in edits}
    for finding in findings:
        if finding.action is Action.CONSOLIDATED and finding.path in said:
            said[finding.path][_of_finding(finding)] = None
    for row in parts:
        if row.path in said:
            said[row.path] |= dict.fromkeys(_of_part(row, edits[row.path]))
    return {path: "; ".join(words) or _FOLLOWS for path, words in said.items()}


def _of_finding(finding: Finding) -> str:
    if finding.code == "CE110":
        return "uses the shared pool" if finding.message == "driver pool shared" else "uses the shared client"
    return _BY_CODE.get(finding.code, "uses the shared engine")


def _of_part(row: Owned, edits: Sequence[Edit]) -> list[str]:
    """What a part does in a file; a site's own file is told of by its finding."""
    if row.part.kind == "settings":
        return ["holds the settings of the pool"] if row.part.path == row.path else []
    if row.part.kind == "wiring":
        return _wired("".join(getattr(edit, "text", "") for edit in edits))
    return []


def _wired(text: str) -> list[str]:
    """What an application gets, by the text that is written into it."""
    found = ["has a health route for the database"] if "health" in text else []
    ends = _ENDS.findall(text)
    held = dict.fromkeys("pool" if "_pool" in end else "client" if "_client" in end else "engine" for end in ends)
    if not ends:
        return [*found, "closes the engine at shutdown"] if "close" in text else found
    return [*found, f"closes the {' and the '.join(held)} at shutdown"]
