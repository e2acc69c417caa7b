"""A command line, or a shell script, to the commands in it: chains split, each as words."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from consolidator.regex import lazy

_MOST_ROWS = 60
LONGEST = 8_000
"""Characters of one line that are read; no command that starts a service is longer."""

_SUBSTITUTED = lazy(r"\$\([^()]{0,200}\)|`[^`]{0,200}`")
_DEFAULTED = lazy(r"\$\{\w+:?-([^${}]{0,200})\}")
_KEYWORDS = frozenset(
    {"if", "then", "else", "elif", "do", "while", "until", "!", "{", "time", "exec", "fi", "done", "}"}
)


def commands(text: str) -> Iterator[tuple[str, ...]]:
    """The words of each command of a line or a script, in order.

    `${NAME:-default}` stands for its default, a substitution for `$`; what the shell could not read is left out.
    """
    for line in _logical_lines(text):
        yield from _split(_words(line))


def _logical_lines(text: str) -> Iterator[str]:
    joined = text.replace("\\\r\n", " ").replace("\\\n", " ")
    rows: list[str] = []
    for line in joined.splitlines():
        bare = line.strip()
        if not bare or bare.startswith("#"):
            continue
        rows.append(bare)
        if _is_open(rows) and len(rows) < _MOST_ROWS:
            continue
        yield " ".join(rows)[:LONGEST]
        rows = []
    if rows:
        yield " ".join(rows)[:LONGEST]


def _is_open(rows: list[str]) -> bool:
    """Whether a list of words, `NAME=(`, goes on in the next line."""
    return "=(" in rows[0] and not any(")" in row.rpartition("=(")[2] for row in rows)


def _words(line: str) -> list[str]:
    plain = _DEFAULTED.sub(r"\1", _SUBSTITUTED.sub("$", line))
    reader = shlex.shlex(plain, posix=True, punctuation_chars=";&|()<>")
    reader.whitespace_split = True
    reader.commenters = ""
    words: list[str] = []
    try:
        words.extend(reader)
    except ValueError:
        return plain.split()
    return words


def _split(words: list[str]) -> Iterator[tuple[str, ...]]:
    """Parts between operators; what is redirected to or from is no argument."""
    part: list[str] = []
    redirected = False
    for word in words:
        if word and set(word) <= set("<>&") and set(word) & set("<>"):
            redirected = True
            if part and part[-1].isdigit():
                part.pop()
        elif word and set(word) <= set(";&|()"):
            yield from _command(part)
            part, redirected = [], False
        elif redirected:
            redirected = False
        else:
            part.append(word)
    yield from _command(part)


def _command(part: list[str]) -> Iterator[tuple[str, ...]]:
    while part and part[0] in _KEYWORDS:
        part = part[1:]
    if part:
        yield tuple(part)
