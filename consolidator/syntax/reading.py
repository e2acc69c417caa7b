"""The bytes of one Python file to its facts; the file is visited once and nothing is interpreted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, NamedTuple

from consolidator.frozen import fields
from consolidator.model import Facts, Pragma
from consolidator.regex import lazy
from consolidator.syntax.bodies import Reader
from consolidator.syntax.decoding import Undecodable, decode
from consolidator.syntax.parsing import parse
from consolidator.syntax.positions import Positions
from consolidator.syntax.rereading import reread
from consolidator.syntax.visiting import Visitor

if TYPE_CHECKING:
    from consolidator.keeping import Kept

MAX_BYTES = 2_000_000
_KEPT = tuple(each.name for each in fields(Facts))[2:]
"""All but the path and the text, which whoever asks has at hand."""
_PRAGMA = lazy(
    r"#\s*consolidate:\s*(?P<kind>ignore-file|ignore)\b\s*(?:\[(?P<codes>[\w,\s]*)\]?)?(?:\s*--\s*(?P<reason>.*))?",
    re.IGNORECASE,
)


class Unreadable(ValueError):
    """The file cannot be read as Python; `code` is the finding's, the message the reason in words."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code


class _Memory(NamedTuple):
    """What was read: in this run, and in earlier ones where those kept it."""

    facts: dict[tuple[str, bytes], Facts]
    kept: Kept | None
    last: dict[str, Facts]
    """What was read of each path last."""


_KNOWN: ContextVar[_Memory | None] = ContextVar("known facts", default=None)


@contextmanager
def remembering(kept: Kept | None = None) -> Iterator[None]:
    """Meanwhile a module is read once, however many stages ask for it; what was read goes when this ends.

    What earlier runs have `kept` is not read at all.
    """
    token = None if _KNOWN.get() is not None else _KNOWN.set(_Memory({}, kept, {}))
    try:
        yield
    finally:
        if token is not None:
            _KNOWN.reset(token)


def read(path: str, data: bytes) -> Facts:
    """Read one module.

    `data` are the file's bytes. Raises Unreadable where the file is too large, cannot be
    decoded or does not parse.
    """
    known = _KNOWN.get()
    if known is None:
        return _read(path, data)[0]
    found = known.facts.get((path, data))
    if found is None:
        last = known.last.get(path)
        found = _reread(last, data) if last is not None else None
        if found is None:
            found = _read_or_recalled(path, data, known.kept) if known.kept else _read(path, data)[0]
        known.facts[path, data] = known.last[path] = found
    return found


def recalled(path: str, data: bytes) -> Facts | None:
    """What was read of a module in this run or an earlier one; None where it has to be read."""
    known = _KNOWN.get()
    found = known.facts.get((path, data)) if known is not None else None
    if known is None or found is not None or path in known.last or known.kept is None:
        return found
    values = known.kept.find(data)
    return None if values is None else _remembered(known, path, data, values)


def taken(path: str, data: bytes, values: tuple[Any, ...]) -> Facts | None:
    """The facts of a module by what another process read of it; None where that is something else."""
    known = _KNOWN.get()
    if known is None:
        return _made(path, data, values)
    if known.kept is not None:
        known.kept.keep(data, values)
    return _remembered(known, path, data, values)


def values_of(data: bytes) -> tuple[Any, ...] | None:
    """What another process is told of a module; None where a library must help to read it. Raises Unreadable."""
    facts, is_newer = _read("", data)
    return None if is_newer else tuple(getattr(facts, name) for name in _KEPT)


def _remembered(known: _Memory, path: str, data: bytes, values: tuple[Any, ...]) -> Facts | None:
    found = _made(path, data, values)
    if found is not None:
        known.facts[path, data] = known.last[path] = found
    return found


def _reread(last: Facts, data: bytes) -> Facts | None:
    """The facts of a file that was read with another text; None where it has to be read as if it never was."""
    if len(data) > MAX_BYTES:
        return None
    try:
        text = decode(data).text
    except Undecodable:
        return None
    return reread(last, text, newline_of(text), _pragmas(text))


def _read_or_recalled(path: str, data: bytes, kept: Kept) -> Facts:
    """The same, by way of what is kept; what a library must help to read is not kept."""
    values = kept.find(data)
    found = None if values is None else _made(path, data, values)
    if found is not None:
        return found
    facts, is_newer = _read(path, data)
    if not is_newer:
        kept.keep(data, tuple(getattr(facts, name) for name in _KEPT))
    return facts


def _made(path: str, data: bytes, values: tuple[Any, ...]) -> Facts | None:
    """Facts of what was told of a module, whose bodies know what reads them."""
    if len(values) != len(_KEPT):
        return None
    facts = Facts(path, decode(data).text, *values)
    bodies = Reader(facts.source)
    for body in facts.unread:
        body.bodies = bodies
    return facts


def _read(path: str, data: bytes) -> tuple[Facts, bool]:
    """The facts, and whether the file is written for a newer Python than this one."""
    if len(data) > MAX_BYTES:
        raise Unreadable("CE403", f"it is larger than {MAX_BYTES:,} bytes")
    try:
        text = decode(data).text
    except Undecodable as error:
        raise Unreadable("CE402", str(error)) from error
    try:
        parsed = parse(text)
        is_exact = parsed.text is text
        visitor = Visitor(Positions(parsed.text, is_exact), Reader(text) if is_exact else None)
        visitor.visit_module(parsed.tree)
    except SyntaxError as error:
        reason = f"it does not parse (line {error.lineno}: {error.msg})"
        raise Unreadable("CE401", reason) from error
    except (RecursionError, MemoryError) as error:
        raise Unreadable("CE403", "it is nested too deeply") from error
    return _facts(path, text, visitor), parsed.is_newer


def _facts(path: str, text: str, seen: Visitor) -> Facts:
    return Facts(
        path=path,
        source=text,
        newline=newline_of(text),
        imports=tuple(seen.imports),
        functions=tuple(seen.functions),
        classes=tuple(seen.classes),
        known_bindings=tuple(seen.bindings),
        known_calls=tuple(seen.calls),
        known_refs=tuple(seen.refs),
        known_texts=tuple(seen.texts),
        body=seen.body,
        has_main_guard=seen.has_main_guard,
        dunder_all=seen.dunder_all,
        docstring=seen.docstring,
        pragmas=_pragmas(text),
        marks=tuple(seen.marks),
    )


def newline_of(text: str) -> str:
    """The line ending that a text uses: the first one that git knows, "\\r" where there is no other."""
    match = re.search(r"\r\n|\n", text) or re.search(r"\r", text)
    return match.group() if match else "\n"


def _pragmas(text: str) -> tuple[Pragma, ...]:
    if "consolidate:" not in text:
        return ()
    rows = ((number, _PRAGMA.search(line)) for number, line in enumerate(text.splitlines(), 1))
    return tuple(_pragma(number, match) for number, match in rows if match)


def _pragma(number: int, match: re.Match[str]) -> Pragma:
    named = match["codes"]
    codes = None if named is None else tuple(code.upper() for code in re.split(r"[,\s]+", named) if code)
    return Pragma(number, match["kind"].lower(), (match["reason"] or "").strip(), codes)
