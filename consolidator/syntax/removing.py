"""Whole statements out of a text: their own comments and surplus blank lines go along, an emptied block gets `pass`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from consolidator.model import Class, Facts, Function, Replace, Span, Statement
from consolidator.regex import lazy

_DEFINES = lazy(r"(?:async[ \t]+)?(?:def|class)\b")
_DEFINED = lazy(r"^[ \t]*(?:async[ \t]+)?(?:def|class)\b", re.MULTILINE)
_COMMENT = lazy(r"[ \t]*#[^\r\n]*$")
_PRAGMA = lazy(r"#\s*(type:|noqa|pylint|!|-\*-|fmt:|region|endregion|=+|-+)")


def removed_statements(facts: Facts, spans: Sequence[Span], filled: Sequence[int] = ()) -> list[Replace]:
    """Splices that take the statements out, those side by side as one; `filled` is where imports are put in."""
    gone = set(spans)
    ghosts: set[Span] = set()
    for block in blocks(facts, spans):
        if block and all(statement.span in gone for statement in block):
            ghosts.add(block[0].span)
    kept = {span for span in gone & ghosts if not _is_module_level(facts, span)}
    parts = [_without_line(facts, span) for span in sorted(gone - kept)]
    lines = [part for part in parts if _is_whole_lines(facts.source, part)]
    runs = _headed(facts, list(_joined(lines)), filled)
    splices = [Replace(_blank_lines(facts.source, *run), "") for run in runs]
    splices += [Replace(part, "") for part in parts if part not in lines]
    return _merged([*splices, *(Replace(span, "pass") for span in kept)])


def _is_whole_lines(source: str, span: Span) -> bool:
    starts = span.start == 0 or source[span.start - 1] == "\n"
    return starts and (span.end == len(source) or source[span.end - 1] == "\n")


def _joined(lines: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Runs of lines that touch each other."""
    start, end = -1, -1
    for line in sorted(lines):
        if line.start > end:
            if end >= 0:
                yield start, end
            start, end = line.start, line.end
        end = max(end, line.end)
    if end >= 0:
        yield start, end


def _headed(facts: Facts, runs: Sequence[tuple[int, int]], filled: Sequence[int]) -> list[tuple[int, int]]:
    """The runs, those of imports with the comment above them where nothing is left, or comes, that it could head."""
    lines = {facts.source.rfind("\n", 0, row.span.start) + 1 for row in facts.imports}
    out: list[tuple[int, int]] = []
    for start, end in reversed(runs):
        if out and out[-1][0] == end:
            end = out.pop()[1]
        goes_on = facts.source[end : _line_end(facts.source, end)].strip()
        head = _own_comments(facts.source, start) if start in lines and not goes_on else start
        out.append((start if any(head <= at <= end for at in filled) else head, end))
    return out


def blocks(facts: Facts, spans: Sequence[Span]) -> Iterator[tuple[Statement, ...]]:
    """The blocks of a module, its classes and the functions around `spans`, and those that are nested in them."""
    stack: list[tuple[Statement, ...]] = [facts.body]
    stack += [row.body for row in facts.functions if any(row.span.holds(span) for span in spans)]
    stack += [class_.body for class_ in facts.classes]
    while stack:
        block = stack.pop()
        yield block
        for statement in block:
            inner = (statement.body, statement.orelse, statement.finalbody)
            stack += [part for part in inner if part]
            stack += [handler.body for handler in statement.handlers]


def _is_module_level(facts: Facts, span: Span) -> bool:
    return any(statement.span == span for statement in facts.body)


def _without_line(facts: Facts, span: Span) -> Span:
    """A statement's lines with its decorators and own comments, or only itself where it shares its line."""
    source = facts.source
    line_start = source.rfind("\n", 0, span.start) + 1
    line_end = _line_end(source, span.end)
    head, tail = source[line_start : span.start], source[span.end : line_end]
    if head.strip() or (tail.strip() and not _COMMENT.fullmatch(tail.rstrip("\r\n"))):
        return _between_semicolons(source, span)
    if (decorated := with_decorators(facts, span)) is not None:
        line_start = source.rfind("\n", 0, decorated.start) + 1
    is_import = any(row.span == span for row in facts.imports)
    return Span(line_start if is_import else _own_comments(source, line_start), line_end)


def with_decorators(facts: Facts, span: Span) -> Span | None:
    """The span of a definition with its decorators, which a statement's own leaves out; None where it has none.

    A last statement ends where the definitions around it end, and is none of them.
    """
    definitions: list[Function | Class] = [*facts.functions, *facts.classes]
    if not _DEFINES.match(facts.source, span.start):
        return None
    around = [item.span for item in definitions if item.decorators and item.span.end == span.end]
    own = [each for each in around if each.start < span.start]
    return next((each for each in own if not _DEFINED.search(facts.source, each.start, span.start)), None)


def _between_semicolons(source: str, span: Span) -> Span:
    after = re.compile(r"[ \t]*;[ \t]*").match(source, span.end)
    if after:
        return Span(span.start, after.end())
    before = re.search(r";[ \t]*$", source[: span.start])
    return Span(before.start() if before else span.start, span.end)


def _line_end(source: str, at: int) -> int:
    end = source.find("\n", at)
    return len(source) if end < 0 else end + 1


def _previous_line(source: str, at: int) -> tuple[int, str]:
    start = source.rfind("\n", 0, at - 1) + 1 if at > 0 else 0
    return start, source[start:at]


def _own_comments(source: str, line_start: int) -> int:
    """Take comment lines along that stand directly above and belong to nothing else."""
    indent = re.compile(r"[ \t]*").match(source, line_start)
    width = indent.group() if indent else ""
    at, first = line_start, line_start
    while at > 0:
        start, line = _previous_line(source, at)
        text = line.strip()
        if not text.startswith("#") or line[: len(line) - len(line.lstrip())] != width or _PRAGMA.match(text):
            return first if text == "" or text.endswith(":") else line_start
        at = first = start
    return line_start


def _blank_lines(source: str, start: int, end: int) -> Span:
    """Keep the larger of the blank runs before and after, not their sum."""
    before, at = 0, start
    while at > 0 and _previous_line(source, at)[1].strip() == "":
        at = _previous_line(source, at)[0]
        before += 1
    if source[end:].strip() == "":
        return Span(at, len(source)) if before else Span(start, end)
    starts_block = at == 0 or _previous_line(source, at)[1].rstrip().endswith(":")
    while end < len(source) and source[end : _line_end(source, end)].strip() == "" and (before or starts_block):
        end = _line_end(source, end)
        before -= 1
    return Span(start, end)


def _merged(splices: list[Replace]) -> list[Replace]:
    """Overlapping removals as one; an insertion of `pass` inside a removed region goes with it."""
    out: list[Replace] = []
    for splice in sorted(splices, key=lambda s: (s.span.start, -s.span.end)):
        if out and splice.span.start < out[-1].span.end and out[-1].text == "":
            last = out.pop()
            out.append(Replace(Span(last.span.start, max(last.span.end, splice.span.end)), ""))
        else:
            out.append(splice)
    return out
