"""Proof: no changed file has a new undefined name, unused import, redefinition or late `__future__` import."""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence

from pyflakes import messages  # type: ignore[import-untyped]
from pyflakes.checker import Checker  # type: ignore[import-untyped]

from consolidator.check.near import Near
from consolidator.check.result import Result
from consolidator.check.trees import statements_of
from consolidator.model import Flaw
from consolidator.regex import lazy
from consolidator.syntax.statements import type_expressions

_KINDS = (
    messages.UndefinedName,
    messages.UndefinedLocal,
    messages.UndefinedExport,
    messages.UnusedImport,
    messages.RedefinedWhileUnused,
    messages.ImportShadowedByLoopVar,
    messages.ImportStarUsage,
    messages.LateFutureImport,
    messages.FutureFeatureNotDefined,
)
_BY_THEIR_LINES = (messages.UndefinedName, messages.UndefinedExport, messages.UnusedImport)
_STAR = lazy(rb"import[\s\\]{0,99}\*")
_NOQA = lazy(r"#\s*noqa\b(?:\s*:\s*([A-Z0-9,\s]+))?", re.IGNORECASE)
_WHOLE_FILE = lazy(r"^[ \t]*#[ \t]*(?:ruff|flake8):[ \t]*noqa[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)


def no_new_flaw_of_names(result: Result) -> Iterator[Flaw]:
    """Messages of pyflakes that a changed file has more often than before; a new file must have none."""
    for path in result.after:
        change = result.python[path]
        if path in result.near and not _concern(result.near[path], path, change.after):
            continue
        tree = result.whole_after(path)
        found = list(_messages(path, tree, change.after)) if tree is not None else []
        if change.before is not None and _stands_as_before(found, change.before, change.after):
            continue
        old = result.whole_before(path) if found else None
        known = Counter(map(_about, _messages(path, old, change.before or b""))) if old else Counter[str]()
        for message in found:
            known[_about(message)] -= 1
            if known[_about(message)] < 0 and not _is_passed_on(result, path, message):
                yield Flaw(path, str(message.message % message.message_args), message.lineno)


def _concern(near: Near, path: str, after: bytes) -> bool:
    """Whether a message may be new: it is about a statement that changed, or about a name of one.

    What other statements bind and use is not all in the tree, so that messages about other names say nothing.
    """
    return any(
        near.is_fresh(message.lineno) or not message.message_args or not near.names.isdisjoint(_words(message))
        for message in _messages(path, near.after, after)
    )


def _words(message: messages.Message) -> list[str]:
    return [word for each in message.message_args for word in re.findall(r"\w+", str(each))]


def _stands_as_before(found: Sequence[messages.Message], before: bytes, after: bytes) -> bool:
    """Whether nothing that a message is about has changed, so that nobody need ask what was said before.

    A name that is unused, or bound nowhere, is so by the lines that name it, unless a star import may bind anything.
    """
    if not all(isinstance(message, _BY_THEIR_LINES) for message in found):
        return False
    if any(_STAR.search(text) or _WHOLE_FILE.search(text.decode("utf-8", "replace")) for text in (before, after)):
        return False
    words = {word for message in found for word in re.findall(r"\w+", str(message.message_args[0]))}
    return all(_naming(word, before) == _naming(word, after) for word in words)


def _naming(word: str, text: bytes) -> list[bytes]:
    """The lines that hold a word, or a part of it, with their indentation."""
    wanted = word.encode()
    return [line for line in text.splitlines() if wanted in line] if wanted in text else []


def _is_passed_on(result: Result, path: str, message: messages.Message) -> bool:
    """Whether an import that its own file does not use is one that another file takes from there."""
    if not isinstance(message, messages.UnusedImport):
        return False
    name = str(message.message_args[0]).split(" as ")[-1].rpartition(".")[2]
    rows = (row for other in result.geography.importers(path) for row in result.geography.resolved[other])
    return any(row.file == path and row.imported.name == name for row in rows)


def _messages(path: str, tree: ast.Module, source: bytes) -> Iterator[messages.Message]:
    """What pyflakes says, in the order of the lines.

    `# noqa` comments and `import x as x` (the marked re-export of PEP 484) are respected.
    """
    text = source.decode("utf-8", "replace")
    if _WHOLE_FILE.search(text):
        return
    found = [message for message in Checker(_with_bounds(tree), path).messages if isinstance(message, _KINDS)]
    if not found:
        return
    lines = text.splitlines()
    statements = {node.lineno: node for node in statements_of(tree) if isinstance(node, ast.Import | ast.ImportFrom)}
    for message in sorted(found, key=lambda message: int(message.lineno)):
        if not _is_meant(message, statements.get(message.lineno), lines):
            yield message


def _with_bounds(tree: ast.Module) -> ast.Module:
    """The tree with the bounds of type parameters at its end, where this Python's pyflakes does not look for them."""
    if sys.version_info >= (3, 12):
        return tree
    bounds = [
        ast.copy_location(ast.Expr(value), value) for node in statements_of(tree) for value in type_expressions(node)
    ]
    return ast.Module([*tree.body, *bounds], tree.type_ignores)


def _about(message: messages.Message) -> str:
    """The kind of a message and the names in it, without the numbers of lines, which move."""
    names = [each for each in message.message_args if not isinstance(each, int)]
    return f"{type(message).__name__} {names}"


def _is_meant(message: messages.Message, statement: ast.Import | ast.ImportFrom | None, lines: list[str]) -> bool:
    end = (statement.end_lineno if statement else None) or message.lineno
    if any(_silences(line) for line in lines[message.lineno - 1 : end]):
        return True
    if statement is None or not isinstance(message, messages.UnusedImport):
        return False
    name = str(message.message_args[0]).rpartition(".")[2]
    return any(alias.asname == alias.name == name for alias in statement.names)


def _silences(line: str) -> bool:
    """Whether a line says `# noqa`, alone or with a code of the pyflakes family."""
    match = _NOQA.search(line)
    return match is not None and (not match.group(1) or re.search(r"\bF\d*", match.group(1), re.IGNORECASE) is not None)
