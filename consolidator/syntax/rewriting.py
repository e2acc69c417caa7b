"""Facts and edits to the new text of one file; every edit is located on the original text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from consolidator.frozen import dataclass
from consolidator.model import (
    AddImport,
    Edit,
    Facts,
    RemoveImport,
    RemoveStatement,
    Replace,
    RetargetImport,
    Span,
    UnwrapFinally,
)
from consolidator.syntax.imports import added_imports, edited_imports
from consolidator.syntax.removing import removed_statements


@dataclass(frozen=True, slots=True)
class _Splice:
    """Text to put over a span; with `unwrap` the spliced span itself loses its `finally`."""

    span: Span
    text: str
    unwrap: bool = False


def apply(facts: Facts, edits: Iterable[Edit]) -> str:
    """The text of a module after its edits.

    Raises ValueError where two edits want the same characters, or a statement does not parse alone: faults of the plan.
    """
    wanted = tuple(dict.fromkeys(edits))
    text = _render(facts.source, 0, len(facts.source), _splices(facts, wanted))
    return text if facts.source[:1] in ("\r", "\n") else text.lstrip("\r\n")


def _splices(facts: Facts, edits: Sequence[Edit]) -> list[_Splice]:
    changed = [e for e in edits if isinstance(e, RemoveImport | RetargetImport)]
    spans = {e.span for e in changed}
    inside = [e for e in edits if isinstance(e, Replace) and any(s.holds(e.span) and e.span.end < s.end for s in spans)]
    imports, emptied = edited_imports(facts, changed, inside)
    gone = [e.span for e in edits if isinstance(e, RemoveStatement)] + list(emptied)
    texts = [e for e in edits if isinstance(e, Replace) and e not in inside] + imports
    added = added_imports(facts, [e for e in edits if isinstance(e, AddImport)], changed, emptied)
    filled = [row.span.start for row in added]
    removed = [part for row in removed_statements(facts, gone, filled) for part in _cut(facts.source, row, added)]
    kept = [e for e in texts if not any(r.span.holds(e.span) and r.span != e.span for r in removed)]
    splices = [_Splice(e.span, e.text) for e in [*added, *kept, *removed]]
    splices += [_Splice(e.span, "", True) for e in edits if isinstance(e, UnwrapFinally)]
    return splices


def _cut(source: str, removed: Replace, added: Sequence[Replace]) -> tuple[Replace, ...]:
    """A removal on both sides of an import that takes its place; blank lines behind the import are left."""
    inside = [row.span.start for row in added if removed.span.start < row.span.start < removed.span.end]
    if not inside:
        ahead = any(row.span.start == removed.span.start for row in added)
        return (_without_blank_lines(source, removed) if ahead else removed,)
    at = min(inside)
    head = Replace(Span(removed.span.start, at), removed.text)
    rest = source[at : removed.span.end]
    if not rest.strip():
        return (head,)
    following = source[removed.span.end :]
    newline = "\r\n" if "\r\n" in rest else "\n"
    return head, Replace(Span(at, removed.span.end), newline * _gap(following))


def _without_blank_lines(source: str, removed: Replace) -> Replace:
    """A removal that leaves the blank lines behind it to the import that takes its place."""
    lines = source[removed.span.start : removed.span.end].splitlines(keepends=True)
    while len(lines) > 1 and not lines[-1].strip():
        removed = Replace(Span(removed.span.start, removed.span.end - len(lines.pop())), removed.text)
    return removed


def _gap(following: str) -> int:
    """Blank lines between an import and what follows it: two ahead of a definition, none at the end."""
    if not following.strip():
        return 0
    return 2 if following.startswith(("def ", "class ", "async def ", "@")) else 1


def _render(source: str, start: int, end: int, splices: Sequence[_Splice]) -> str:
    """The text of [start, end) with the splices that lie inside it; outer ones contain inner ones."""
    ordered = sorted(splices, key=lambda s: (s.span.start, s.span.end > s.span.start, -s.span.end, not s.unwrap))
    out: list[str] = []
    at = start
    while ordered:
        outer = ordered.pop(0)
        if outer.span.start < at:
            raise ValueError(f"two edits overlap at offset {outer.span.start}")
        out.append(source[at : outer.span.start])
        inner = [s for s in ordered if outer.unwrap and outer.span.holds(s.span)]
        ordered = [s for s in ordered if s not in inner]
        if outer.unwrap:
            from consolidator.syntax.unwrapping import unwrap_finally

            out.append(unwrap_finally(source, outer.span, _render(source, outer.span.start, outer.span.end, inner)))
        else:
            out.append(outer.text)
        at = max(at, outer.span.end)
    out.append(source[at:end])
    return "".join(out)
