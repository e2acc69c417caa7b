"""Where a new import stands among those of a module: beside its kind, in the order that formatters keep.

The order is isort's default: the standard library first, `import x` before `from x import y` inside a group, and of
the names of one statement constants first, then classes, then the rest. https://pycqa.github.io/isort/
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Sequence

from consolidator.model import Facts, Import, Replace, Span
from consolidator.regex import lazy

_NAMES = lazy(r"from\s+[.\w]+\s+import\s+(?=\w)")
_OPEN = lazy(r"from\s+[.\w]+\s+import\s*\([ \t]*\r?\n")
_ROW = lazy(r"(?P<indent>[ \t]+)(?:(?P<name>\w+(?:[ \t]+as[ \t]+\w+)?)[ \t]*(?P<comma>,?)[ \t]*)?(?:#[^\r\n]*)?\r?\n")
"""A line of an import in parentheses: one name, or a comment."""
_NAME = lazy(r"\w+(?:\s+as\s+\w+)?")
_ALLOWED = lazy(r"[ \t]*#[ \t]*(noqa(?:: *E402)?)[ \t]*\r?(?:\n|$)")
WIDTH = 88


def is_standard(module: str) -> bool:
    """Whether a module belongs to the standard library."""
    return module.split(".")[0] in sys.stdlib_module_names


def neighbour(rows: Sequence[Import], module: str, plain: bool) -> tuple[Import | None, bool]:
    """The import of the standard library that a new one goes behind (True) or ahead of (False); None without any."""
    kin = [row for row in rows if not row.level and is_standard(row.module) and row.module != "__future__"]
    lower = [row for row in kin if (row.name is not None, row.module) <= (not plain, module)]
    if lower:
        return max(lower, key=lambda row: row.span), True
    return (kin[0] if kin else None), False


def joined_to(
    facts: Facts, rows: Sequence[Import], module: str, names: Sequence[str], taken: Collection[Span]
) -> list[Replace]:
    """Insertions of names into the statement that imports from the module already; empty where it has no room.

    `rows` are the statements that may be used, `taken` those that other edits change.
    """
    spans = [row.span for row in rows if "." * row.level + row.module == module and row.name not in (None, "*")]
    for span in spans:
        text = facts.text(span)
        head = _NAMES.match(text)
        rest = facts.source[span.end : facts.source.find("\n", span.end) if "\n" in facts.source[span.end :] else None]
        is_alone = not rest.strip() or _ALLOWED.match(facts.source, span.end) is not None
        if span in taken:
            continue
        ends = not rest.strip() or rest.lstrip().startswith("#")
        if ends and _OPEN.match(text) and (into := _lined_up(facts, span, names)):
            return into
        if head is None or "\n" in text or not is_alone:
            continue
        if len(text + rest) + sum(len(name) + 2 for name in names) <= WIDTH:
            return [_inserted(span, text, head.end(), name) for name in sorted(names, key=order)]
    return []


def _lined_up(facts: Facts, span: Span, names: Sequence[str]) -> list[Replace]:
    """Lines for names in a statement whose parentheses hold one name a line; empty where they hold anything else."""
    lines = facts.text(span).splitlines(keepends=True)
    rows = [(match, line) for line in lines[1:-1] if (match := _ROW.fullmatch(line)) is not None]
    known = [(match, line) for match, line in rows if match["name"]]
    if len(rows) != len(lines) - 2 or lines[-1] != ")" or not known or any(not m["comma"] for m, _ in known[:-1]):
        return []
    start, places = span.start + len(lines[0]), []
    for match, line in rows:
        if match["name"]:
            places.append((match, start))
        start += len(line)
    found = []
    for name in sorted(names, key=order):
        larger = next((at for match, at in places if order(match["name"]) > order(name)), None)
        text = f"{places[0][0]['indent']}{name},{facts.newline}"
        at = larger if larger is not None else start
        found.append(Replace(Span(at, at), text))
    last, at = places[-1]
    if not last["comma"] and any(edit.span.start == start for edit in found):
        found.insert(0, Replace(Span(at + last.end("name"), at + last.end("name")), ","))
    return found


def order(name: str) -> tuple[int, str]:
    """Sort key of an imported name."""
    plain = name.split(" ")[0]
    return (0 if plain.isupper() and len(plain) > 1 else 1 if plain[:1].isupper() else 2), plain


def _inserted(span: Span, text: str, start: int, name: str) -> Replace:
    larger = next((m for m in _NAME.finditer(text, start) if order(m.group()) > order(name)), None)
    if larger is None:
        return Replace(Span(span.end, span.end), f", {name}")
    at = span.start + larger.start()
    return Replace(Span(at, at), f"{name}, ")


def allowance(facts: Facts, rows: Sequence[Import], at: int) -> str:
    """The comment that lets imports stand below code where those on either side of a place have one; else none.

    https://docs.astral.sh/ruff/rules/module-import-not-at-top-of-file/
    """
    ahead, behind = [row for row in rows if row.span.end <= at], [row for row in rows if row.span.start >= at]
    found = [match for row in (*ahead[-1:], *behind[:1]) if (match := _ALLOWED.match(facts.source, row.span.end))]
    return f"# {found[0][1]}" if found else ""


def stacked(facts: Facts, at: int, texts: Sequence[tuple[str, str, str]], emptied: Collection[Span]) -> str:
    """Lines for one place: what separates them from their surroundings stands around the group, not each of them."""
    out, last = "", ("", "", "")
    for row in texts:
        if last[1]:
            out += facts.newline if row[0] in ("", last[0]) else last[2]
        out += row[0] if not last[1] or row[0] != last[0] else ""
        out += row[1]
        last = row
    return (out if _is_left(facts, at, emptied) else out.lstrip("\r\n")) + last[2]


def _is_left(facts: Facts, at: int, emptied: Collection[Span]) -> bool:
    """Whether a line stays right above a place, that is no blank one, once the statements that go are gone."""

    def line(offset: int) -> int:
        return facts.source.rfind("\n", 0, max(offset, 0)) + 1

    gone = {line(span.end): line(span.start) for span in emptied}
    start = line(at - 1)
    while start in gone and at:
        at = gone[start]
        start = line(at - 1)
    return bool(facts.source[start:at].strip())
