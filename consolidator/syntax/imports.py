"""Edits of import statements: names out, names from elsewhere, new imports among their kind."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Collection, Sequence

from consolidator.model import AddImport, Facts, Import, RemoveImport, Replace, RetargetImport, Span, naming
from consolidator.regex import lazy
from consolidator.syntax.import_order import allowance, is_standard, joined_to, neighbour, order, stacked

_OWN_LINE = lazy(r"[ \t]*(?:\w+[ \t]+as[ \t]+)?(\w+)[ \t]*,[ \t]*(?:#[^\r\n]*)?\r?\n")
"""A name of an import that has a line of its own, and in front of it others or a parenthesis."""


def edited_imports(
    facts: Facts, edits: Sequence[RemoveImport | RetargetImport], inside: Sequence[Replace] = ()
) -> tuple[list[Replace], tuple[Span, ...]]:
    """Splices of the import statements that stay, and the spans of those that lose their last name.

    `inside` are insertions into those statements.
    """
    by_span: dict[Span, list[RemoveImport | RetargetImport]] = defaultdict(list)
    for edit in edits:
        by_span[edit.span].append(edit)
    splices, emptied = [], []
    for span, group in by_span.items():
        lines = [_line(e.module, e.name, e.new_bound or e.bound) for e in group if isinstance(e, RetargetImport)]
        text = facts.text(span)
        for new in sorted((e for e in inside if span.holds(e.span)), key=lambda e: -e.span.start):
            at = new.span.start - span.start
            text = text[:at] + new.text + text[at:]
        rest = _without(text, {e.bound for e in group}, facts.newline)
        indent = " " * (span.column - 1)
        parts = [*([rest] if rest is not None else []), *lines]
        if parts:
            line = facts.source[facts.source.rfind("\n", 0, span.start) + 1 : span.start]
            splices.append(Replace(span, ("; " if line.strip() else f"{facts.newline}{indent}").join(parts)))
        else:
            emptied.append(span)
    return splices, tuple(emptied)


def _line(module: str, name: str | None, bound: str | None) -> str:
    if name is None:
        return f"import {module}" if bound in (None, module) else f"import {module} as {bound}"
    alias = "" if bound in (None, name) else f" as {bound}"
    return f"from {module} import {name}{alias}"


def _without(text: str, bound: set[str], newline: str) -> str | None:
    """An import statement's text without some bound names, None where none is left; raises ValueError."""
    aliases = _aliases(text)
    if aliases and all(name in bound for name, _, _ in aliases):
        return None
    found = (_without_lines(text, bound) or _without_places(text, bound, aliases)) if aliases else None
    if found is not None:
        return found
    from consolidator.syntax.shortening import shortened

    return shortened(text, bound, newline)


def _aliases(text: str) -> list[tuple[str, int, int]]:
    """What an import statement binds, and the columns of each; none where it does not parse alone, or has a star."""
    try:
        node = ast.parse(text).body[0]
    except (SyntaxError, ValueError, IndexError):
        return []
    if not isinstance(node, ast.Import | ast.ImportFrom) or node.names[0].name == "*":
        return []
    top = isinstance(node, ast.Import)
    names = [(row.asname or (row.name.split(".")[0] if top else row.name), row) for row in node.names]
    return [(name, row.col_offset, row.end_col_offset or row.col_offset) for name, row in names]


def _without_places(text: str, bound: set[str], aliases: Sequence[tuple[str, int, int]]) -> str | None:
    """A plain statement of one line without the names, each of which goes with the comma behind it; None for others."""
    if not text.isascii() or any(char in text for char in "(#\\\r\n"):
        return None
    ends = [*(start for _, start, _ in aliases[1:]), len(text)]
    pieces = [(text[start:end], text[start:stop]) for (_, start, stop), end in zip(aliases, ends, strict=True)]
    kept = [piece for piece, (name, _, _) in zip(pieces, aliases, strict=True) if name not in bound]
    return text[: aliases[0][1]] + "".join(whole for whole, _ in kept[:-1]) + kept[-1][1]


def _without_lines(text: str, bound: set[str]) -> str | None:
    """The text of a statement over several lines without the lines that hold one of the names and nothing else.

    A comment behind a name goes along. None where a name shares its line.
    """
    lines = text.splitlines(keepends=True)
    own = {match[1]: at for at, line in enumerate(lines) if (match := _OWN_LINE.fullmatch(line))}
    if not bound <= set(own):
        return None
    gone = {own[name] for name in bound}
    return "".join(line for at, line in enumerate(lines) if at not in gone)


def added_imports(
    facts: Facts,
    edits: Sequence[AddImport],
    changed: Sequence[RemoveImport | RetargetImport],
    emptied: Collection[Span] = (),
) -> list[Replace]:
    """Splices that add imports: names to a statement that has room and is not `changed`, else lines of their own.

    `emptied` are the statements that go.
    """
    taken = {e.span for e in changed}
    new = [e for e in edits if not _is_there(facts, e, changed)]
    by_module: dict[tuple[str, str, bool], list[AddImport]] = defaultdict(list)
    for edit in new:
        by_module[edit.module, edit.comment, edit.name is None].append(edit)
    places: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    joined: list[Replace] = []
    for (module, comment, plain), group in sorted(by_module.items(), key=_rank):
        limit = min([e.before for e in group if e.before is not None], default=None)
        rows = _candidates(facts, limit, group[0])
        if into := [] if plain or comment else joined_to(facts, rows, module, _names(group), taken):
            joined += into
            continue
        at, before, after = _place(facts, rows, module, plain, group[0])
        allowed = comment or (allowance(facts, rows, at) if at > _header_end(facts) else "")
        suffix = f"  {allowed}" if allowed else ""
        lines = [_line(e.module, None, e.bound) for e in group] if plain else [_joined(module, group)]
        places[at] += [(before, line + suffix, after) for line in lines]
    return [*joined, *(Replace(Span(at, at), stacked(facts, at, texts, emptied)) for at, texts in places.items())]


def _is_there(facts: Facts, edit: AddImport, changed: Sequence[RemoveImport | RetargetImport]) -> bool:
    """Whether the module imports that name in time already, or will once other imports come from elsewhere."""
    wanted = edit.module, edit.name, edit.bound or edit.name or edit.module.partition(".")[0]
    limit = len(facts.source) if edit.before is None else edit.before
    top = {row.span for row in facts.imports if row.scope == "" and row.span.end <= limit}
    kept = {("." * i.level + i.module, i.name, i.bound) for i in facts.imports if i.span in top}
    moved = [e for e in changed if isinstance(e, RetargetImport) and e.span in top]
    return wanted in kept or wanted in {(e.module, e.name, e.new_bound or e.bound) for e in moved}


def _rank(item: tuple[tuple[str, str, bool], list[AddImport]]) -> tuple[bool, bool, str]:
    """The order of new lines at one place: the standard library, and in it `import x`, first."""
    module, _, plain = item[0]
    return not is_standard(module), is_standard(module) and not plain, module


def _names(group: Sequence[AddImport]) -> list[str]:
    return sorted(
        {f"{e.name} as {e.bound}" if e.bound not in (None, e.name) else str(e.name) for e in group}, key=order
    )


def _joined(module: str, group: Sequence[AddImport]) -> str:
    return f"from {module} import {', '.join(_names(group))}"


def _place(facts: Facts, rows: Sequence[Import], module: str, plain: bool, edit: AddImport) -> tuple[int, str, str]:
    """Offset for a new line, with the text before and after it."""
    if is_standard(module) and rows:
        return _among_standard(facts, rows, module, plain)
    kin = [row for row in rows if _are_kin(row, module)] or [row for row in rows if _top(row) in edit.kin]
    if not kin and edit.apart is not None and not module.startswith("."):
        kin = [row for row in rows if _is_library(row, edit.apart)]
        own = [row for row in rows if not is_standard(row.module) and not _is_library(row, edit.apart)]
        if own and not kin:
            return _ahead(facts, own[0].span), "", facts.newline + facts.newline
    lower = [row for row in kin if "." * row.level + row.module <= module]
    if lower:
        return _after(facts, lower[-1].span)
    if kin:
        return _ahead(facts, kin[0].span), "", facts.newline
    if rows:
        at, before, after = _after(facts, rows[-1].span)
        return at, before if _is_local(rows[-1]) else before + facts.newline, after
    return _head(facts)


def _is_library(row: Import, own: frozenset[str]) -> bool:
    return not row.level and not is_standard(row.module) and row.module.split(".")[0] not in own


def _top(row: Import) -> str:
    return "" if row.level else row.module.split(".")[0]


def _are_kin(row: Import, module: str) -> bool:
    """Whether an import is of the same package, or relative like the other."""
    if module.startswith(".") or row.level:
        return module.startswith(".") and row.level > 0
    return row.module.split(".")[0] == module.split(".")[0]


def _ahead(facts: Facts, span: Span) -> int:
    """Where the line of an import begins, or the comment right above it, which is not the head of the file."""
    start = at = facts.source.rfind("\n", 0, span.start) + 1
    while at and facts.source[facts.source.rfind("\n", 0, at - 1) + 1 : at].lstrip().startswith("#"):
        at = facts.source.rfind("\n", 0, at - 1) + 1
    return at or start


def _among_standard(facts: Facts, rows: Sequence[Import], module: str, plain: bool) -> tuple[int, str, str]:
    row, behind = neighbour(rows, module, plain)
    if row is not None:
        return _after(facts, row.span) if behind else (_ahead(facts, row.span), "", facts.newline)
    first = next((other for other in rows if other.module != "__future__"), None)
    if first is None:
        at, before, after = _after(facts, rows[-1].span)
        return at, before + facts.newline, after
    return _ahead(facts, first.span), "", facts.newline + facts.newline


def _is_local(row: Import) -> bool:
    return row.level > 0


def _candidates(facts: Facts, limit: int | None, edit: AddImport) -> list[Import]:
    """Module-level imports beside which a new one may stand: the header; all where the path is changed first, or
    where its kin stands further down and may have to. A library has no reason to."""
    top = {statement.span for statement in facts.body}
    rows = [i for i in facts.imports if i.span in top and (limit is None or i.span.end <= limit)]
    if any(ref.dotted[:2] == ("sys", "path") for ref in facts.some_refs(naming("sys"))):
        return rows
    end = _header_end(facts)
    header = [row for row in rows if row.span.end <= end]
    kin = [row for row in rows if _are_kin(row, edit.module)]
    if kin and edit.apart is None and not any(row in header for row in kin):
        return rows
    return header or rows


def _header_end(facts: Facts) -> int:
    """Where the first statement starts that is neither a docstring nor an import nor a guard of imports."""
    for statement in facts.body:
        if statement.kind in ("import", "importfrom", "if", "try"):
            continue
        if statement.span == facts.docstring:
            continue
        return statement.span.start
    return len(facts.source)


def _after(facts: Facts, span: Span) -> tuple[int, str, str]:
    end = facts.source.find("\n", span.end)
    if end < 0:
        return len(facts.source), facts.newline, facts.newline
    return end + 1, "", facts.newline


def _head(facts: Facts) -> tuple[int, str, str]:
    if facts.docstring is not None:
        at, before, after = _after(facts, facts.docstring)
        return at, before + facts.newline, after
    first = facts.body[0].span.start if facts.body else len(facts.source)
    comments = re.match(r"(?:[ \t\f]*#[^\n]*\n)*", facts.source)
    at = comments.end() if comments else 0
    blank = 2 if facts.body and facts.body[0].kind in ("functiondef", "asyncfunctiondef", "classdef") else 1
    return min(at, first), "", facts.newline + (facts.newline * blank if facts.body else "")
