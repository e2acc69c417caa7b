"""The bytes of a file to what can be told of it without parsing: what it may create or serve, and what it imports."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from consolidator.model import Glance, Import, Span
from consolidator.regex import lazy
from consolidator.words import Dotted, Words

_CREATING = (b"create_engine", b"create_async_engine", b"engine_from_config", b"create_pool", b"ConnectionPool")
_DRIVERS = (b"asyncpg", b"psycopg", b"aiopg", b"aiomysql", b"pymysql", b"MySQLdb", b"databases")
_TAKES_DRIVER = lazy(rb"(?:import|from)[ \t]+(?:%s)" % b"|".join(_DRIVERS))
_FRAMEWORKS = (
    *(b"FastAPI", b"APIRouter", b"Flask", b"Blueprint", b"Starlette", b"Litestar", b"Sanic", b"Quart", b"Celery"),
    *(b"Application", b"WorkerSettings"),
)
ASKED = (b"uvicorn", b"gunicorn", b"consolidate:", b"pool")
"""The words that later stages ask for."""
_NAMES_FRAMEWORK = lazy(rb"\b(%s)\b" % b"|".join(_FRAMEWORKS))
_IMPORT = lazy(
    r"^([ \t]*)(?:from[ \t]+(?![ \t])(\.*)(?!\.)[ \t]*(?![ \t])(?:(?!import\b)([\w.]+)(?![\w.])[ \t]+(?![ \t]))?"
    r"import\b[ \t]*(?![ \t])(\([^()#]*(?:#[^\n]*\n[^()#]*)*\)|[^\n#;]+)|import[ \t]+([\w., \t]+))",
    re.MULTILINE,
)

Known = dict[str, tuple[Import, ...]]
"""Lines that were read before, as the modules of a repository import the same again and again."""


def may_create(data: bytes) -> bool:
    """Whether a file can create an engine or a driver pool: without one of these words it cannot."""
    return holds(data, _CREATING) or (holds(data, _DRIVERS) and _TAKES_DRIVER.search(data) is not None)


def holds(data: bytes, words: Iterable[bytes]) -> bool:
    """Whether one of the words stands in `data`: a search for plain words takes a tenth of an expression's time."""
    return any(word in data for word in words)


class Looking:
    """Looks at one file after another, of which many say the same."""

    def __init__(self) -> None:
        self._words = Words((*_CREATING, *_DRIVERS, *_FRAMEWORKS, *ASKED), b"import")
        self._dotted = Dotted()
        self._known: Known = {}

    def glance(self, data: bytes) -> Glance:
        """What is told of a file."""
        words, places = self._words.places(data)
        # Where all characters are a byte long, the places are those in the text.
        is_plain = data.isascii()
        imports = _read(data.decode("ascii"), self._known, places) if is_plain else quick_imports(data, self._known)
        dotted = self._dotted.found(data)
        if not words:  # as in nearly all files
            return Glance(len(data), words, False, False, imports, dotted)
        takes_driver = not words.isdisjoint(_DRIVERS) and _TAKES_DRIVER.search(data) is not None
        serves = not words.isdisjoint(_FRAMEWORKS) and _NAMES_FRAMEWORK.search(data) is not None
        return Glance(len(data), words, takes_driver or not words.isdisjoint(_CREATING), serves, imports, dotted)


def quick_imports(data: bytes, known: Known | None = None) -> tuple[Import, ...]:
    """The import statements of a file, found without parsing it; good enough to know who imports whom."""
    if b"import" not in data:
        return ()
    text = data.decode("utf-8", "replace")
    return _read(text, {} if known is None else known, _places(text))


def _places(text: str) -> Iterator[int]:
    word = text.find("import")
    while word >= 0:
        yield word
        word = text.find("import", word + 1)


def _read(text: str, known: Known, places: Iterable[int]) -> tuple[Import, ...]:
    """Those of each line that holds the word; a statement with a bracket may end on another one."""
    read: list[Import] = []
    at = 0
    for word in places:
        if word < at:
            continue
        start, end = text.rfind("\n", 0, word) + 1, text.find("\n", word)
        line = text[start : end if end >= 0 else len(text)]
        after = start + len(line)
        if start < at:
            rows: tuple[Import, ...] = ()
        elif "(" in line:
            match = _IMPORT.match(text, start)
            rows = _rows(match)
            after = match.end() if match else after
        elif (found := known.get(line)) is not None:
            rows = found
        else:
            rows = known[line] = _rows(_IMPORT.match(line))
        read += rows
        at = after
    return tuple(read)


def _rows(match: re.Match[str] | None) -> tuple[Import, ...]:
    if match is None:
        return ()
    indent, dots, module, names, plain = match.groups()
    scope = "" if not indent else "?"
    if plain is not None:
        return tuple(_plain(part.split(), scope) for part in plain.split(",") if part.strip())
    cleaned = re.sub(r"#[^\n]*|[()\\\n\r]", " ", names)
    parts = [part.split() for part in cleaned.split(",") if part.strip()]
    return tuple(Import(module or "", p[0], p[-1], len(dots), scope, Span(0, 0)) for p in parts)


def _plain(words: list[str], scope: str) -> Import:
    bound = words[-1] if len(words) == 3 else words[0].split(".")[0]
    return Import(words[0], None, bound, 0, scope, Span(0, 0))
