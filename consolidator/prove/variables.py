"""Source texts in; the environment variables that the code reads and that have no default, out."""

from __future__ import annotations

import ast
import shlex
import warnings
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from consolidator.errors import UsageError
from consolidator.masking import HIDDEN
from consolidator.prove.values import Service

_READERS = ("str", "int", "bool", "float", "url", "list", "dict", "json", "get")
"""Methods of an `env` object (environs, django-environ) that raise where a variable is missing and has no default."""


_DATABASES = ("POSTGRES", "PG", "DB", "DATABASE", "SQL")
_PARTS = {
    **dict.fromkeys(("USER", "USERNAME"), "{user}"),
    **dict.fromkeys(("PASS", "PASSWORD"), "{password}"),
    **dict.fromkeys(("HOST", "HOSTNAME", "SERVER"), "{host}"),
    "PORT": "{port}",
    **dict.fromkeys(("DB", "NAME", "DATABASE"), "{database}"),
}
"""How the name of a variable ends, behind a word for a database, to the part of the address that it means."""


def part(name: str) -> str | None:
    """The part of the database's address that a variable means by its name, as a template; None where it is none."""
    upper = name.upper()
    ending = max((each for each in _PARTS if upper.endswith(each)), key=len, default="")
    head = upper[: len(upper) - len(ending)]
    return _PARTS[ending] if ending and any(word in head for word in _DATABASES) else None


def from_file(name: str) -> dict[str, str]:
    """The variables of a `.env` file; nothing in it is run or put in for another. Raises UsageError."""
    from dotenv import dotenv_values

    if not Path(name).is_file():
        raise UsageError(f"--env-file: there is no file {name}", "name a file with NAME=VALUE lines")
    try:
        found = dotenv_values(name, interpolate=False)
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"--env-file: {name} cannot be read: {error}", "name a file with NAME=VALUE lines") from None
    return {key: value for key, value in found.items() if value is not None}


def needed(texts: Mapping[str, bytes]) -> dict[str, str]:
    """Variable -> `path:line` of its first reader, of those that are read without a default."""
    found: dict[str, str] = {}
    for path in sorted(texts):
        for name, line in _read(texts[path]):
            found.setdefault(name, f"{path}:{line}")
    return found


def cure(service: Service, missing: Iterable[str]) -> str:
    """A command line to complete and send, or what else may help."""
    names = list(missing)
    if not names:
        ways = "--env, --env-file and --compose-service set variables, --setup prepares its database"
        return f"correct what its output names; {ways}"
    given = " ".join(f"--env {name}={HIDDEN}" for name in names)  # what secrets look like wherever they are printed
    return f"set what has no default and try again: consolidate prove --app {shlex.quote(service.app)} {given}"


def _read(source: bytes) -> Iterator[tuple[str, int]]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and any(_last(base).endswith("BaseSettings") for base in node.bases):
            yield from _fields(node)
        elif isinstance(node, ast.Subscript) and _last(node.value) == "environ" and isinstance(node.ctx, ast.Load):
            yield from _named(node.slice, node.lineno)
        elif isinstance(node, ast.Call) and _raises(node) and len(node.args) == 1 and not node.keywords:
            yield from _named(node.args[0], node.lineno)


def _raises(call: ast.Call) -> bool:
    """Whether a call with a name alone raises for a missing variable: `env("X")`, `env.str("X")`, `config("X")`."""
    function = call.func
    if isinstance(function, ast.Attribute):
        return isinstance(function.value, ast.Name) and function.value.id == "env" and function.attr in _READERS
    return isinstance(function, ast.Name) and function.id in ("env", "config")


def _named(node: ast.expr, line: int) -> Iterator[tuple[str, int]]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
        yield node.value, line


def _fields(owner: ast.ClassDef) -> Iterator[tuple[str, int]]:
    """The fields of a pydantic settings class without a default, by their variables (https://docs.pydantic.dev/latest/concepts/pydantic_settings/)."""
    prefix = _prefix(owner)
    for row in owner.body:
        if not (isinstance(row, ast.AnnAssign) and isinstance(row.target, ast.Name)):
            continue
        if _is_required(row.value) and "ClassVar" not in ast.unparse(row.annotation):
            yield (_alias(row.value) or f"{prefix}{row.target.id}").upper(), row.lineno


def _is_required(value: ast.expr | None) -> bool:
    if value is None:
        return True
    if isinstance(value, ast.Call) and _last(value.func) == "Field":
        given = {each.arg for each in value.keywords}
        first = value.args[0] if value.args else None
        return not given & {"default", "default_factory"} and (first is None or _is_ellipsis(first))
    return _is_ellipsis(value)


def _is_ellipsis(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is ...


def _alias(value: ast.expr | None) -> str | None:
    rows = value.keywords if isinstance(value, ast.Call) else []
    names = [each.value for each in rows if each.arg in ("alias", "validation_alias", "env")]
    return next((each.value for each in names if isinstance(each, ast.Constant) and isinstance(each.value, str)), None)


def _prefix(owner: ast.ClassDef) -> str:
    """The literal `env_prefix` of `model_config` or of an inner `Config`."""
    for node in ast.walk(owner):
        if isinstance(node, (ast.keyword, ast.Assign)):
            names = [node.arg] if isinstance(node, ast.keyword) else [_last(each) for each in node.targets]
            if "env_prefix" in names and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
                return node.value.value
    return ""


def _last(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
