"""Compose files: the `environment` of each service that is built here and lists the variable.

https://docs.docker.com/reference/compose-file/services/#environment
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from consolidator.model import NewSetting, Replace
from consolidator.regex import lazy
from consolidator.settings_styles._lines import Line, address_end, behind, lines_of

_KEY = lazy(r"\s*(?:-\s+)?[\"']?([\w.-]+)[\"']?\s*:")


def compose_edits(text: str, variables: Sequence[tuple[NewSetting, str]], near: str) -> tuple[Replace, ...]:
    """Entries behind that of `near` in every such block, as a mapping or a list like their neighbours."""
    lines = lines_of(text)
    form = re.compile(
        rf"(?P<head>\s*(?:-\s+)?[\"']?){re.escape(near)}(?P<sign>[\"']?\s*[:=]\s*)(?P<value>\S(?:.*\S)?)?\s*"
    )
    found = []
    for line in lines:
        match = form.fullmatch(line.text)
        if match is not None and _is_environment(lines, line) and not _is_other(match["value"] or "", near):
            rows = [_entry(match, new, name) for new, name in variables]
            found.append(behind(text, _last(lines, address_end(lines, line, near)), rows))
    return tuple(found)


def _entry(match: re.Match[str], new: NewSetting, name: str) -> str:
    """What passes a variable on: a number written here would override the `.env` of whoever starts the service."""
    closing = match["head"].lstrip(" -")
    tail = closing if "=" in match["sign"] else ""
    return f"{match['head']}{name}{match['sign']}${{{name}:-{new.default}}}{tail}"


def _is_environment(lines: Sequence[Line], line: Line) -> bool:
    """Whether the entry stands in a service's `environment`, or in a block that services share (`x-...`)."""
    above = list(_above(lines, line))
    keys = [_KEY.match(row.text) for row in above]
    names = [match[1] for match in keys if match]
    if not names or not (names[0] == "environment" or names[-1].startswith("x-")):
        return False
    siblings = [row.text.strip() for row in _block(lines, above[0])] if names[0] == "environment" else []
    if any(row.startswith("env_file:") for row in siblings):
        return False  # it hands every variable on
    return any(row.startswith("build:") for row in siblings) or not any(row.startswith("image:") for row in siblings)


def _above(lines: Sequence[Line], line: Line) -> Iterator[Line]:
    """The keys that hold a line, innermost first."""
    indent = line.indent + (0 if not line.text.lstrip().startswith("- ") else 1)
    for row in reversed(lines[: line.number]):
        if row.text.strip() and not row.text.lstrip().startswith("#") and row.indent < indent and _KEY.match(row.text):
            if row.text.lstrip().startswith("- "):
                continue
            indent = row.indent
            yield row


def _block(lines: Sequence[Line], line: Line) -> list[Line]:
    """The entries beside a line: same indent, nothing in between that stands further left."""
    found = [line]
    for step in (-1, 1):
        at = line.number + step
        while 0 <= at < len(lines) and (not lines[at].text.strip() or lines[at].indent >= line.indent):
            if (
                lines[at].text.strip()
                and lines[at].indent == line.indent
                and not lines[at].text.lstrip().startswith("#")
            ):
                found.append(lines[at])
            at += step
    return found


def _last(lines: Sequence[Line], line: Line) -> Line:
    """The last line of an entry whose value goes on below it."""
    last = line
    for row in lines[line.number + 1 :]:
        if not row.text.strip() or row.indent <= line.indent:
            break
        last = row
    return last


def _is_other(value: str, near: str) -> bool:
    """Whether the value is taken whole from a variable of another name: another service's database."""
    match = re.fullmatch(r"[\"']?\$\{?(\w+)(?::?[-?][^}]*)?\}?[\"']?", value)
    return match is not None and match[1] != near
