"""Template name and values in, text out: the only door to Jinja2."""

from __future__ import annotations

import io
import sys
import tokenize
from collections.abc import Container, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from consolidator.annotating import annotation
from consolidator.errors import UsageError
from consolidator.layout import assigned, call, call_of

if TYPE_CHECKING:
    from jinja2 import Environment

PACKAGE = Path(__file__).resolve().parent
BUILT_IN = (PACKAGE / "templates", PACKAGE.parent / "templates")
"""The folder inside the wheel, then the one of a checkout (an editable install maps no folders)."""

_RUNTIME_ERRORS = (TypeError, ValueError, ArithmeticError, LookupError, RecursionError)


def render(template: str, values: Mapping[str, object], template_dir: str | None = None) -> str:
    """Return the text of a template such as `db.py.j2`, filled with `values`.

    A template of the same name in `template_dir` takes precedence. Single quotes are used where
    `values["quote"]`, or else the quote of `values["module"]`, asks for them.
    Raises UsageError when `template_dir` is no folder or its template fails; a value that a
    built-in template misses is a fault of the caller and raises Jinja's own error.
    """
    environment = _environment(_user_folder(template_dir))
    if template_dir is None:
        return _fill(environment, template, values)
    return _fill_from_user(environment, template, values, template_dir)


def literal(value: object, quote: str = '"') -> str:
    """Return Python source for a plain value: text, number, boolean, None, or a list or tuple of them.

    Raises TypeError for anything else, so that no value is ever pasted as code.
    """
    if isinstance(value, str):
        return _string(str(value), quote)
    if value is None or isinstance(value, (bool, int, float)):
        return repr(value)
    if isinstance(value, (list, tuple)):
        items = ", ".join(literal(item, quote) for item in value)
        return f"[{items}]" if isinstance(value, list) else f"({items}{',' * (len(value) == 1)})"
    raise TypeError(f"no literal for {type(value).__name__}")


def import_lines(lines: Iterable[str], known: Container[str] = ("import os", "import threading")) -> list[str]:
    """Return import statements sorted, joined and in the groups of the library and of others, as linters want them.

    `lines` are `import a.b`, `import a as b`, `from a import b` or `from a import b as c`; those `known`, which the
    generated module has at its top, are left out.
    """
    lines = [line for line in lines if line not in known]
    plain: set[str] = set()
    named: dict[str, set[str]] = {}
    for line in lines:
        module, _, names = line.removeprefix("from ").partition(" import ")
        if line.startswith("import "):
            plain.add(line)
        else:
            named.setdefault(module, set()).add(names)
    rows = sorted(plain)
    rows += [f"from {module} import {', '.join(sorted(names))}" for module, names in sorted(named.items())]
    own = [row for row in rows if row.split()[1].split(".")[0] in sys.stdlib_module_names]
    others = [row for row in rows if row not in own]
    return [*own, "", *others] if own and others else own + others


def beside(early: tuple[str, ...], late: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the `early` import statements with the `late` ones of the same modules, and the other late ones.

    A statement costs a call that reaches it about as much as everything else that a getter does.
    """
    known = {line.split()[1] for line in early}
    joined = tuple(line for line in late if line.split()[1] in known)
    return early + joined, tuple(line for line in late if line not in joined)


def keywords(rows: Iterable[tuple[str, str]], but: Container[str] = ()) -> list[str]:
    """Return keyword arguments as text, without those named in `but`."""
    return [f"{name}={value}" for name, value in rows if name not in but]


def phrase(value: object) -> str:
    """Return text that is safe inside a docstring or a comment: one line, no quotes, no backslashes."""
    kept = "".join(char if char.isprintable() and char not in "\"'\\{}#" else " " for char in str(value))
    return " ".join(kept.split())


def requote(source: str, only: Container[int] | None = None) -> str:
    """Return Python source with plain strings in single quotes; triple quotes and strings with quotes inside stay.

    `only` are the numbers, from 1, of the lines that may change; all of them where it is None.
    Raises SyntaxError or tokenize.TokenError where the source cannot be split into tokens.
    """
    lines = source.split("\n")
    for line, start, end in _plain_strings(source, lines):
        text = lines[line]
        if only is not None and line + 1 not in only:
            continue
        lines[line] = f"{text[:start]}'{text[start + 1 : end - 1]}'{text[end:]}"
    return "\n".join(lines)


def _plain_strings(source: str, lines: list[str]) -> Iterator[tuple[int, int, int]]:
    """Yield (line from 0, column of the opening quote, column after the closing one) of strings that may change."""
    open_at: list[tuple[int, int]] = []
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        kind = tokenize.tok_name[token.type]
        if kind == "FSTRING_START":  # Python 3.12 and later
            open_at.append((token.end[0], token.end[1] - 1))
        elif kind == "STRING":
            open_at.append((token.start[0], token.start[1] + token.string.index(token.string[-1])))
        if kind in ("STRING", "FSTRING_END"):
            row, column = open_at.pop()
            if row == token.end[0] and _is_plain(lines[row - 1][column : token.end[1]]):
                yield row - 1, column, token.end[1]


def _is_plain(text: str) -> bool:
    return text[0] == text[-1] == '"' and not any(char in text[1:-1] for char in "\"'")


def _string(value: str, quote: str) -> str:
    """Spell a string in the wanted quotes, or as `repr` does where that needs fewer backslashes."""
    shown = repr(value)
    if shown[0] == quote or '"' in value or "'" in value:
        return shown
    return quote + shown[1:-1] + quote


def _quote(values: Mapping[str, object]) -> object:
    return values.get("quote") or getattr(values.get("module"), "quote", '"')


def _user_folder(template_dir: str | None) -> tuple[Path, ...]:
    if template_dir is None:
        return ()
    folder = Path(template_dir)
    if not folder.is_dir():
        raise UsageError(f"--template-dir {template_dir} is not a folder", "name a folder that holds templates")
    return (folder,)


@lru_cache(maxsize=8)
def _environment(first: tuple[Path, ...]) -> Environment:
    """Return the environment: sandboxed, because a template folder may be named by the target's own configuration.

    It keeps the templates that it compiled, which costs more than filling them.
    """
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader([*first, *BUILT_IN]),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=lambda name: name is not None and name.endswith(".html.j2"),
    )
    environment.filters.update(literal=literal, phrase=phrase)
    environment.filters.update(import_lines=import_lines, beside=beside, keywords=keywords)
    environment.filters.update(call=call, assigned=assigned, call_of=call_of, annotation=annotation)
    return environment


def _fill(environment: Environment, template: str, values: Mapping[str, object]) -> str:
    text = environment.get_template(template).render(values)
    return requote(text) if _quote(values) == "'" else text


def _fill_from_user(environment: Environment, template: str, values: Mapping[str, object], folder: str) -> str:
    from jinja2 import TemplateError

    try:
        return _fill(environment, template, values)
    except (TemplateError, tokenize.TokenError, SyntaxError, *_RUNTIME_ERRORS) as error:
        line = getattr(error, "lineno", None)
        where = f" line {line}" if line else ""
        reason = f"template {template}{where} in --template-dir {folder} fails: {phrase(error)}"
        raise UsageError(reason, "correct the template, or remove it to use the built-in one") from error
