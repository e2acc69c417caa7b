"""Text before and after some edits, and how the service's formatter writes -> the text after, with new lines like that.

What is rendered from templates is laid out there; here are the lines that edits put into files which were there before.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Container, Iterator
from difflib import SequenceMatcher

from consolidator.layout import assigned, broken_import, call_of
from consolidator.regex import lazy
from consolidator.templating import requote

_KEPT = lazy(r"#|\\|\"\"\"|'''|,\s*[)\]}]")
"""What a formatter does not join: comments, long strings, and what ends with a comma that says so."""


def fresh_lines(before: str, after: str) -> frozenset[int]:
    """The numbers, from 1, of the lines that were not there before."""
    matcher = SequenceMatcher(None, before.split("\n"), after.split("\n"), autojunk=False)
    changed = (range(start + 1, end + 1) for tag, _, _, start, end in matcher.get_opcodes() if tag != "equal")
    return frozenset(line for lines in changed for line in lines)


def fitted(before: str, after: str, width: int, quote: str | None) -> str:
    """Return the text after, its new lines as long as the formatter has them and in its quotes."""
    fresh = fresh_lines(before, after)
    text = requote(after, fresh) if quote == "'" else after
    rows = text.split("\n")
    for node in sorted(_touched(ast.parse(text), fresh), key=lambda node: node.lineno, reverse=True):
        start, end = node.lineno - 1, node.end_lineno or node.lineno
        own = [row.removesuffix("\r") for row in rows[start:end]]
        ends = "\r\n" if rows[start].endswith("\r") else "\n"
        if not _is_alone(node, own):
            continue
        found = _broken(node, own[0], width) if len(own) == 1 else _joined(node, "\n".join(own), width)
        if found is not None:
            rows[start:end] = [row + ends[:-1] for row in found.split("\n")]
    return "\n".join(rows)


def _touched(tree: ast.Module, fresh: Container[int]) -> Iterator[ast.stmt]:
    """The statements without a body that are new in part."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.stmt) or hasattr(node, "body"):
            continue
        if any(line in fresh for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)):
            yield node


def _is_alone(node: ast.stmt, rows: list[str]) -> bool:
    """Whether a statement has its lines for itself, and columns are characters."""
    indent = len(rows[0]) - len(rows[0].lstrip())
    return "".join(rows).isascii() and (node.col_offset, node.end_col_offset) == (indent, len(rows[-1]))


def _broken(node: ast.stmt, row: str, width: int) -> str | None:
    """A line that is too long as it is written then; None where it is short enough."""
    if len(row) <= width:
        return None
    space = " " * node.col_offset
    if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
        target = row[node.col_offset : node.value.col_offset].rstrip(" =")
        return space + assigned(target, row[node.value.col_offset :], node.col_offset, width)
    if isinstance(node, ast.ImportFrom):
        return space + broken_import(row.strip(), node.col_offset)
    return space + call_of(row.strip(), node.col_offset, width)


def _joined(node: ast.stmt, text: str, width: int) -> str | None:
    """Several lines as the one that they fit into now; None where they do not, or where it would say something else."""
    if _KEPT.search(text):
        return None
    line = re.sub(r"([(\[{]) ", r"\1", re.sub(r" ([)\]}.])", r"\1", " ".join(row.strip() for row in text.split("\n"))))
    value = getattr(node, "value", None)
    if isinstance(value, ast.expr) and isinstance(node, ast.Assign | ast.AnnAssign | ast.Return):
        line = re.sub(r"^((?:return|[^=(]+ =) )\((.*)\)$", r"\1\2", line)
    if node.col_offset + len(line) > width or not _is_same(node, line):
        return None
    return " " * node.col_offset + line


def _is_same(node: ast.stmt, line: str) -> bool:
    head = "async def f():\n " if "await " in line else "def f():\n "
    try:
        found = ast.parse(f"{head}{line}").body[0]
    except SyntaxError:
        return False
    return isinstance(found, ast.FunctionDef | ast.AsyncFunctionDef) and ast.dump(found.body[0]) == ast.dump(node)
