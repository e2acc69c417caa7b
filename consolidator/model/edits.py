"""Changes of a file's text, each by the span that it covers."""

from __future__ import annotations

from consolidator.frozen import dataclass
from consolidator.model.facts import Span


@dataclass(frozen=True, slots=True)
class Replace:
    """Put `text` where the span is; an empty span inserts."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class RemoveStatement:
    """Take a whole statement out, with its own comment; a block left empty gets `pass`."""

    span: Span


@dataclass(frozen=True, slots=True)
class RemoveImport:
    """Take one bound name out of an import statement; the last name takes the statement along."""

    span: Span
    bound: str


@dataclass(frozen=True, slots=True)
class AddImport:
    """Import `name` from `module` (or the module itself) once at module level, among its kind."""

    module: str
    name: str | None = None
    bound: str | None = None
    comment: str = ""
    """Trailing comment with its `#`, such as `# noqa: F401`."""
    before: int | None = None
    """Offset of the first statement that needs the name while the module is imported."""
    kin: frozenset[str] = frozenset()
    """Top-level names of the repository's own packages: imports of them are of one group."""
    apart: frozenset[str] | None = None
    """The same for an import of a library, which stands among libraries instead; None where they are not known."""


@dataclass(frozen=True, slots=True)
class RetargetImport:
    """Change where one bound name of a `from` import comes from; it keeps its local name unless given a new one."""

    span: Span
    bound: str
    module: str
    name: str
    new_bound: str | None = None


@dataclass(frozen=True, slots=True)
class UnwrapFinally:
    """Drop a `finally` that has nothing left; a `try` without handlers is unwrapped."""

    span: Span


Edit = Replace | RemoveStatement | RemoveImport | AddImport | RetargetImport | UnwrapFinally
