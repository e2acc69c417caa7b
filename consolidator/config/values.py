"""One raw value from a flag, a variable or a file in; the typed value out, or an error that names the cure."""

from __future__ import annotations

import keyword
import re
import reprlib
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath

from consolidator.config.options import Option
from consolidator.errors import UsageError
from consolidator.regex import lazy

MOST = 2**31 - 1
"""The largest number: what a setting of a database server or of a pool holds."""

_SHORT = reprlib.Repr()
_SHORT.maxstring = _SHORT.maxother = 120
_GIT_FOLDER = lazy(r"(\.git|git~1)[. ]*", re.IGNORECASE)
_PART = lazy(r"[\w@+.][\w@+.-]*(?: [\w@+.-]+)*")

_WORDS = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}


def convert(option: Option, raw: object, origin: str) -> object:
    """The value that `raw` stands for.

    `origin` is how the user calls its place: `--pool-size`, `CONSOLIDATE_POOL_SIZE`, `pyproject.toml: pool-size`.
    Raises UsageError where it cannot be used.
    """
    return _CONVERTERS[option.kind](option, raw, origin)


def shown(raw: object) -> str:
    """A value as Python writes it; of a long one its beginning and its end."""
    return _SHORT.repr(raw)


def suggestion(word: str, known: Iterable[str]) -> str:
    """`did you mean X?`, or the list of what is known where nothing is near."""
    import difflib

    names = sorted(known)
    near = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    return f"did you mean {near[0]}?" if near else f"known are {', '.join(names)}"


def _text(option: Option, raw: object, origin: str) -> str:
    if not isinstance(raw, str) or not raw.strip():
        raise UsageError(
            f"{origin}: expected text, got {shown(raw)}", f"give it as {option.flag} {option.metavar or 'TEXT'}"
        )
    if not raw.isprintable():
        raise UsageError(f"{origin}: {shown(raw)} holds control characters", "take them out")
    return raw


def _path(option: Option, raw: object, origin: str) -> str:
    path = PurePosixPath(_text(option, raw, origin))
    if path.is_absolute() or ".." in path.parts:
        raise UsageError(
            f"{origin}: {str(path)!r} lies outside the repository",
            "give a path relative to its root, such as src/db.py",
        )
    if path.suffix != ".py":
        raise UsageError(f"{origin}: {str(path)!r} is not a Python file", "name the module's file, such as src/db.py")
    _check_parts(path, origin)
    return str(path)


def _check_parts(path: PurePosixPath, origin: str) -> None:
    """Raise UsageError for a path that git, a shell or an import could not take."""
    if any(_GIT_FOLDER.fullmatch(part) for part in path.parts):
        raise UsageError(f"{origin}: {str(path)!r} lies in a git folder", "name a place among the modules")
    if not all(_PART.fullmatch(part) for part in path.parts):
        raise UsageError(
            f"{origin}: {str(path)!r} holds odd characters", "use letters, digits, `_` and `-`, such as src/db.py"
        )
    if not path.stem.isidentifier() or keyword.iskeyword(path.stem):
        raise UsageError(
            f"{origin}: a module called {path.stem!r} cannot be imported", "name it as in Python, such as src/db.py"
        )


def _number(option: Option, raw: object, origin: str) -> int:
    least = option.least if option.least is not None else 0
    example = f"give a whole number of at least {least}, such as {option.flag} {max(least, option.default or 1)}"
    if isinstance(raw, bool) or not isinstance(raw, (int, str)):
        raise UsageError(f"{origin}: {shown(raw)} is not a whole number", example)
    try:
        value = int(raw)
    except ValueError:
        raise UsageError(f"{origin}: {shown(raw)} is not a whole number", example) from None
    if value < least:
        raise UsageError(f"{origin}: {value} is too small", example)
    if value > MOST:
        raise UsageError(f"{origin}: the number is too large", example)
    return value


def _issue(option: Option, raw: object, origin: str) -> int:
    """The number of an issue, written as `12` or `#12`."""
    return _number(option, raw.removeprefix("#") if isinstance(raw, str) else raw, origin)


def _fraction(option: Option, raw: object, origin: str) -> float:
    try:
        value = float(str(raw).removesuffix("%")) / (100 if str(raw).endswith("%") else 1)
    except ValueError:
        value = -1.0
    if isinstance(raw, bool) or not 0 < value <= 1:
        raise UsageError(f"{origin}: {shown(raw)} is not a part between 0 and 1", f"give it as {option.flag} 0.8")
    return value


def _choice(option: Option, raw: object, origin: str) -> str:
    if "yes" in option.choices:
        truth = raw if isinstance(raw, bool) else _WORDS.get(str(raw).strip().lower())
        raw = raw if truth is None else "yes" if truth else "no"
    if raw not in option.choices:
        raise UsageError(
            f"{origin}: {shown(raw)} is not one of {', '.join(option.choices)}", suggestion(str(raw), option.choices)
        )
    return str(raw)


def _list(option: Option, raw: object, origin: str) -> tuple[str, ...]:
    items = [part.strip() for part in raw.split(",")] if isinstance(raw, str) else raw
    if not isinstance(items, (list, tuple)):
        raise UsageError(f"{origin}: {shown(raw)} is not a list", f"give texts, such as {option.flag} {option.metavar}")
    return tuple(_text(option, item, origin) for item in items)


def _truth(option: Option, raw: object, origin: str) -> bool:
    value = raw if isinstance(raw, bool) else _WORDS.get(str(raw).strip().lower())
    if value is None:
        raise UsageError(f"{origin}: {shown(raw)} is neither true nor false", "give true or false")
    return value


_CONVERTERS: dict[str, Callable[[Option, object, str], object]] = {
    "text": _text,
    "path": _path,
    "number": _number,
    "count": _number,
    "issue": _issue,
    "fraction": _fraction,
    "choice": _choice,
    "list": _list,
    "switch": _truth,
    "toggle": _truth,
}
