"""Examples of `.env` files: one `NAME=value` a line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from consolidator.model import NewSetting, Replace
from consolidator.settings_styles._lines import address_end, behind, lines_of


def dotenv_edits(text: str, variables: Sequence[tuple[NewSetting, str]], near: str) -> tuple[Replace, ...]:
    """Lines behind that of `near`, and behind alternatives to it that are commented out."""
    lines = lines_of(text)
    form = re.compile(rf"(?P<head>\s*(?:#\s*)?(?:export\s+)?){re.escape(near)}(?P<equals>\s*=\s*)(?P<value>.*)")
    found = [(line, match) for line in lines if (match := form.fullmatch(line.text))]
    active = [row for row in found if not row[0].text.lstrip().startswith("#")]
    if not found:
        return ()
    line, match = (active or found)[0]
    last = line
    for other, _ in found:
        last = other if other.number == last.number + 1 else last
    last = address_end(lines, last, near)
    mark = _mark(text)
    rows = [f"{match['head']}{name}{match['equals']}{mark}{new.default}{mark}" for new, name in variables]
    return (behind(text, last, rows),)


def _mark(text: str) -> str:
    """The quotation mark around numbers, where the file's numbers have one."""
    numbers = re.findall(r"(?m)^[ \t]*(?:export[ \t]+)?\w+[ \t]*=[ \t]*([\"']?)\d+\1[ \t]*\r?$", text)
    quoted = [mark for mark in numbers if mark]
    return quoted[0] if len(quoted) * 2 > len(numbers) else ""
