"""CE4xx: files that may create an engine and could not be read."""

from __future__ import annotations

from consolidator.codes.code import Code
from consolidator.model import Action


def _unreadable(id: str, title: str, why: str, fix: str) -> Code:
    return Code(id, title, Action.UNREADABLE, "warning", why, fix)


UNREADABLE = (
    _unreadable(
        "CE401",
        "file does not parse",
        "It names an engine or something that leads to one, but it is not valid Python.",
        "Mend the syntax error (`python -m py_compile FILE` shows it) and run again.",
    ),
    _unreadable(
        "CE402",
        "file cannot be decoded",
        "It is neither UTF-8 nor what its coding comment (PEP 263) says.",
        "Save it as UTF-8 or correct the coding comment.",
    ),
    _unreadable(
        "CE403",
        "file too large or too deeply nested",
        "It is beyond the limits that keep a hostile or generated file from stopping the run.",
        "If it creates an engine, change it by hand; a generated file is best changed at its source.",
    ),
    _unreadable(
        "CE410",
        "files of the commit were not read",
        "There are more than one run reads, or a partial clone has not downloaded them. They may hold engines, and "
        "names that they may use stay.",
        "Run on the folder of one service (its files are read first), or in a whole clone.",
    ),
)
