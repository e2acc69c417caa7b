"""Source text in; its lines as HTML with the classes of a syntax highlighter out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from consolidator.frozen import dataclass
from consolidator.masking import HIDDEN, mask, mask_urls, without_literals
from consolidator.report.diff import shown

if TYPE_CHECKING:
    from pygments.lexer import Lexer

SIZE_LIMIT = 200_000
"""Characters of a text; a longer one, and a line longer than the next limit, is shown without colours."""
LINE_LIMIT = 2_000

_LEXERS = {
    "py": ("python", "PythonLexer"),
    "pyi": ("python", "PythonLexer"),
    "yml": ("data", "YamlLexer"),
    "yaml": ("data", "YamlLexer"),
    "toml": ("configs", "TOMLLexer"),
    "cfg": ("configs", "IniLexer"),
    "ini": ("configs", "IniLexer"),
    "example": ("configs", "IniLexer"),
}
"""What a run edits, by the end of its name; hostile text meets these lexers and no others."""

_CLASSES = (
    ("Token.Comment", "c"),
    ("Token.Literal.String.Doc", "s doc"),
    ("Token.Literal.String", "s"),
    ("Token.Literal.Number", "m"),
    ("Token.Keyword", "k"),
    ("Token.Operator.Word", "k"),
    ("Token.Name.Decorator", "d"),
    ("Token.Name.Function", "f"),
    ("Token.Name.Class", "f"),
    ("Token.Name.Builtin", "b"),
    ("Token.Name.Tag", "k"),
    ("Token.Name.Attribute", "k"),
)
"""Kinds of tokens that have a colour; the first that a token's kind begins with counts."""


@dataclass(frozen=True, slots=True)
class Coloured:
    """The lines of a text as HTML; `open` are the numbers, from 0, of those that end inside a string.

    `quiet` are the same lines without the content of strings, docstrings excepted: any of them may be a secret.
    """

    lines: list[str]
    quiet: list[str]
    open: frozenset[int] = frozenset()


def coloured(path: str, text: str) -> Coloured:
    """Each line as escaped HTML: passwords masked, control characters shown, `\\r` at its end left out."""
    lexer = _lexer(path.rpartition(".")[2].lower()) if len(text) <= SIZE_LIMIT else None
    rows = list(_lines(lexer, text)) if lexer else []
    lines = text.split("\n")
    if ["".join(part for _, part in tokens) for tokens, _ in rows] != lines:  # no lexer, or one that lost something
        return Coloured([plain(line) for line in lines], [plain(without_literals(line)) for line in lines])
    inside = frozenset(at for at, (_, ending) in enumerate(rows) if ending.startswith("s"))
    return Coloured([_line(tokens) for tokens, _ in rows], [_quiet(tokens) for tokens, _ in rows], inside)


def plain(line: str) -> str:
    """One line without colours."""
    return escape(mask_urls(shown(line.removesuffix("\r"))))


def _line(tokens: list[tuple[str, str]]) -> str:
    """A line with colours, unless something in it must not be shown as it is."""
    text = "".join(part for _, part in tokens)
    bare = text.removesuffix("\r")
    if len(bare) > LINE_LIMIT or mask_urls(shown(bare)) != bare:
        return plain(text)
    parts = (f'<i class="{kind}">{escape(part)}</i>' if kind else escape(part) for kind, part in tokens)
    return "".join(parts).replace("\r", "")


def _quiet(tokens: list[tuple[str, str]]) -> str:
    """A line without the content of its strings, and without what looks like a secret beside them."""
    kept = [(kind, f'"{HIDDEN}"' if kind == "s" and text.strip() else text) for kind, text in tokens]
    text = "".join(part for _, part in kept)
    return _line(kept) if mask(text) == text else plain(mask(text))


def _lines(lexer: Lexer, text: str) -> Iterator[tuple[list[tuple[str, str]], str]]:
    """The tokens of each line as (class, text), and the class of its line feed; neighbours of one class are joined."""
    line: list[tuple[str, str]] = []
    for _, kind, value in lexer.get_tokens_unprocessed(text):
        name = _class(str(kind))
        for at, part in enumerate(value.split("\n")):
            if at:
                yield line, name
                line = []
            if part and line and line[-1][0] == name:
                line[-1] = (name, line[-1][1] + part)
            elif part:
                line.append((name, part))
    yield line, ""


@lru_cache(maxsize=256)
def _class(kind: str) -> str:
    return next((name for start, name in _CLASSES if kind.startswith(start)), "")


@lru_cache(maxsize=16)
def _lexer(ending: str) -> Lexer | None:
    from importlib import import_module

    if ending not in _LEXERS:
        return None
    module, name = _LEXERS[ending]
    lexer: Lexer = getattr(import_module(f"pygments.lexers.{module}"), name)()
    return lexer
