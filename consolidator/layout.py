"""Expressions to text as formatters lay it out in lines of a length.

https://docs.astral.sh/ruff/formatter/ , whose rules for chains of calls are those of black:
https://black.readthedocs.io/en/stable/the_black_code_style/current_style.html#call-chains
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from consolidator.splitting import entry_lines, statement
from consolidator.tokens import one_line


def call(function: str, arguments: Sequence[str], indent: int, width: int) -> str:
    """Return a call that begins at a column.

    On one line where it fits, else the arguments on a line of their own, else one argument a line.
    """
    arguments = [one_line(argument) for argument in arguments]
    inner = ", ".join(arguments)
    if "\n" not in inner and indent + len(function) + len(inner) + 2 <= width:
        return f"{function}({inner})"
    return _broken(function, arguments, indent, width)


def _broken(function: str, arguments: Sequence[str], indent: int, width: int) -> str:
    inner, space = ", ".join(arguments), " " * indent
    if "\n" not in inner and indent + 4 + len(inner) <= width:
        return f"{function}(\n{space}    {inner}\n{space})"
    rows = "".join(f"{row}\n" for argument in arguments for row in _rows(argument, indent + 4, width))
    return f"{function}(\n{rows}{space})"


def _rows(argument: str, indent: int, width: int) -> list[str]:
    return entry_lines(argument, indent, width) or [f"{' ' * indent}{argument},"]


def assigned(target: str, value: str, indent: int, width: int) -> str:
    """Return an assignment that begins at a column."""
    head, value = f"{target} = ", one_line(value)
    if "\n" in value:
        return statement(head, value, indent, width)
    if indent + len(head) + len(value) <= width:
        return head + value
    if len(_links(value)) < 2:
        return head + _laid_out(value, indent, width, len(head))
    return f"{head}(\n{' ' * (indent + 4)}{_laid_out(value, indent + 4, width)}\n{' ' * indent})"


def call_of(text: str, indent: int, width: int) -> str:
    """Return a statement that is a call, perhaps behind `return` or `await`, broken where it is too long."""
    head = next((word for word in ("return await ", "return ", "await ") if text.startswith(word)), "")
    text = head + one_line(text[len(head) :])
    if "\n" in text:
        return statement(head, text[len(head) :], indent, width)
    return head + _laid_out(text[len(head) :], indent, width, len(head))


def broken_import(text: str, indent: int) -> str:
    """Return `from a import b, c` with its names in parentheses, one a line."""
    head, _, names = text.partition(" import ")
    space = " " * indent
    rows = "".join(f"{space}    {name.strip()},\n" for name in names.split(","))
    return f"{head} import (\n{rows}{space})"


def _laid_out(value: str, indent: int, width: int, before: int = 0) -> str:
    """An expression behind `before` characters of a line, broken where it is too long for that."""
    if indent + before + len(value) <= width:
        return value
    links = _links(value)
    if len(links) >= 2:
        ends = [*links, len(value)]
        parts = [value[: links[0]], *(value[start:end] for start, end in zip(links, ends[1:], strict=True))]
        return f"\n{' ' * indent}".join(part.strip() for part in parts)
    last = _expression(value)
    if isinstance(last, ast.Call) and (last.args or last.keywords):
        function = ast.get_source_segment(value, last.func) or ""
        given = [ast.get_source_segment(value, each) or "" for each in (*last.args, *last.keywords)]
        return _broken(function, given, indent, width)
    return value


def _links(value: str) -> list[int]:
    """Where a chain may break: in front of each attribute of what a call or an index gave."""
    found, node = [], _expression(value)
    while isinstance(node, ast.Call | ast.Attribute | ast.Subscript):
        inner = node.func if isinstance(node, ast.Call) else node.value
        if isinstance(node, ast.Attribute) and isinstance(inner, ast.Call | ast.Subscript):
            found.append(inner.end_col_offset or 0)
        node = inner
    return sorted(found)


def _expression(value: str) -> ast.expr | None:
    """The syntax tree of an expression of one line; None where it is none, or where columns are no characters."""
    try:
        return ast.parse(value, mode="eval").body if value.isascii() and "\n" not in value else None
    except SyntaxError:
        return None
