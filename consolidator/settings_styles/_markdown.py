"""Settings tables and lists of Markdown pages: a row or an item for each variable."""

from __future__ import annotations

import re
from collections.abc import Sequence

from consolidator.model import NewSetting, Replace
from consolidator.regex import lazy
from consolidator.settings_styles._lines import Line, address_end, behind, lines_of

ITEM = r"(?P<bullet>\s*[-*+]\s+)(?P<open>[`*]*){}(?P<close>[`*]*)(?P<sign>\s*[:–—-]\s+)\S.*"
"""An item of a list that begins with a variable."""
_OTHER_ITEM = lazy(ITEM.format(r"[A-Z][A-Z0-9_]+"))
_RULE = lazy(r"(?=.*--)[\s:|-]+")
_NO = ("no", "❌", "✗", "false", "optional", "n", "")
_DEFAULTS = ("default", "example", "value")
_TEXTS = ("description", "meaning", "purpose", "notes", "explanation", "comment", "usage")


def markdown_edits(text: str, variables: Sequence[tuple[NewSetting, str]], near: str) -> tuple[Replace, ...]:
    """Rows behind the row of `near` in each table that lists it, items behind its item in each list of variables."""
    lines = lines_of(text)
    found = []
    for line in lines:
        if not _in_fence(lines, line):
            rows = _rows(lines, line, variables, near) or _items(lines, line, variables, near)
            if rows:
                found.append(behind(text, address_end(lines, line, near), rows))
    return tuple(found)


def _in_fence(lines: Sequence[Line], line: Line) -> bool:
    return sum(row.text.lstrip().startswith(("```", "~~~")) for row in lines[: line.number]) % 2 == 1


# ------------------------------------------------------------------ tables


def _rows(lines: Sequence[Line], line: Line, variables: Sequence[tuple[NewSetting, str]], near: str) -> list[str]:
    cells = _cells(line.text)
    head = _head(lines, line)
    if head is None or len(cells) < 2 or cells[0].strip(" `*") != near:
        return []
    table = [_cells(row.text) for row in lines[head.number + 2 :][: _length(lines, head)]]
    names = [cell.strip(" *`").lower() for cell in _cells(head.text)]
    return [_row(line.text, names, cells, table, new, name) for new, name in variables]


def _row(
    pattern: str, names: Sequence[str], cells: Sequence[str], table: Sequence[Sequence[str]], new: NewSetting, name: str
) -> str:
    values = [cells[0].strip().replace(cells[0].strip(" `*"), name)]
    for index in range(1, len(cells)):
        column = [row[index].strip() for row in table if len(row) > index]
        values.append(_value(names[index] if index < len(names) else "", column, new))
    widths = [_width([row[index] for row in table if len(row) > index]) for index in range(len(cells))]
    row = "|".join(f" {value} ".ljust(width) for value, width in zip(values, widths, strict=True))
    return f"|{row}|" if pattern.lstrip().startswith("|") else row.strip()


def _width(column: Sequence[str]) -> int:
    """The width that most cells of a padded column share, else 0."""
    usual = max({len(cell) for cell in column}, key=[len(cell) for cell in column].count)
    same = [cell for cell in column if len(cell) == usual]
    is_padded = any(cell != f" {cell.strip()} " for cell in same)
    return usual if is_padded and len(same) * 2 > len(column) else 0


def _value(title: str, column: Sequence[str], new: NewSetting) -> str:
    quoted = sum(cell.startswith("`") for cell in column) * 2 > len(column)
    if any(word in title for word in _DEFAULTS):
        return f"`{new.default}`" if quoted else str(new.default)
    if "required" in title or "mandatory" in title:
        return next((cell for cell in column if cell.lower() in _NO), "No")
    if "type" in title:
        whole = [cell for cell in column if cell.strip("`").lower() in ("int", "integer", "number")]
        return whole[0] if whole else "`int`" if quoted else "int"
    if any(word in title for word in _TEXTS):
        return new.description
    usual = max(column, key=column.count)
    return usual if column.count(usual) * 2 > len(column) else "-"


def _head(lines: Sequence[Line], line: Line) -> Line | None:
    """The heading row of the table that a line belongs to."""
    at = line.number
    while at > 0 and "|" in lines[at].text:
        if _RULE.fullmatch(lines[at].text):
            return lines[at - 1] if at < line.number else None
        at -= 1
    return None


def _length(lines: Sequence[Line], head: Line) -> int:
    rows = [row.number for row in lines[head.number + 2 :] if "|" not in row.text]
    return (rows[0] if rows else len(lines)) - head.number - 2


def _cells(text: str) -> list[str]:
    """The cells of a row with their padding; `\\|` does not separate."""
    body = text.strip()
    body = body[1:] if body.startswith("|") else body
    body = body[:-1] if body.endswith("|") and not body.endswith("\\|") else body
    return re.split(r"(?<!\\)\|", body)


# ------------------------------------------------------------------ lists


def _items(lines: Sequence[Line], line: Line, variables: Sequence[tuple[NewSetting, str]], near: str) -> list[str]:
    match = re.fullmatch(ITEM.format(re.escape(near)), line.text)
    if match is None:
        return []
    beside = [row for row in lines[max(0, line.number - 1) : line.number + 2] if row is not line]
    if not any(_OTHER_ITEM.fullmatch(row.text) for row in beside):
        return []
    shape = f"{match['bullet']}{match['open']}{{}}{match['close']}{match['sign']}"
    return [f"{shape.format(name)}{new.description} (default {new.default})" for new, name in variables]
