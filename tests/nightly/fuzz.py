"""Installed modules, mutated: never a traceback, and what is not edited stays."""

from __future__ import annotations

import ast
import random
import re
import sysconfig
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

from casework import snapshot_of

from consolidator import pipeline
from consolidator.collection import collect_all
from consolidator.errors import ConsolidateError
from consolidator.model import Options
from consolidator.patch import to_patch
from consolidator.syntax import reading, rewriting
from consolidator.syntax.decoding import decode

from .trials import Part, Trial

LIMIT = 200_000
"""Bytes of a module; larger ones say nothing more."""
BATCH = 50
"""Modules after which the garbage of a long-lived process is collected, as the workers of a fleet do."""
SNIPPETS = (
    "engine = create_engine(DATABASE_URL)\n",
    "def load():\n    return create_engine(DATABASE_URL, echo=True)\n",
    "with create_engine(DATABASE_URL).connect() as connection:\n    pass\n",
    "class Store:\n    def __init__(self):\n        self.engine = create_engine(DATABASE_URL)\n",
    "Session = sessionmaker(bind=create_engine(DATABASE_URL))\n",
)
IMPORTS = "\n".join(
    (
        "from sqlalchemy import create_engine",
        "from sqlalchemy.orm import sessionmaker",
        "from src.config import DATABASE_URL",
        "",
    )
)
BESIDE = {
    "src/__init__.py": b"",
    "src/config.py": b"import os\n\nDATABASE_URL = os.environ['DATABASE_URL']\n",
    "src/other.py": f"{IMPORTS}\n\n{SNIPPETS[1]}".encode(),
}
"""What makes a service of the fuzzed module: with it there are two engines of one database."""

FUZZED = "src/fuzzed.py"
_MEANT = re.compile(rb"sqlalchemy|create_engine|DATABASE_URL|engine|Session|connection|pass|Store|__init__")
"""What stands in lines that may go."""

Mutation = Callable[[bytes, random.Random], bytes]


def tried(numbers: Sequence[int], folder: Path) -> Iterator[Trial]:
    """One module for each number, with engines put in and one or two mutations."""
    for number in numbers:
        chance = random.Random(f"fuzz {number}")
        source = chance.choice(_modules())
        data = _with_engine(source.read_bytes(), chance)
        names = [chance.choice(list(MUTATIONS)) for _ in range(chance.randint(1, 2))]
        for name in names:
            data = MUTATIONS[name](data, chance)
        kind, problem = _judged(data)
        if number % BATCH == 0:
            collect_all()
        yield Trial(number, kind, f"{source.name}, {' then '.join(names)}: {problem}" if problem else "")


@cache
def _modules() -> tuple[Path, ...]:
    """All modules that are installed, in an order that does not change."""
    roots = sorted({sysconfig.get_path("stdlib"), sysconfig.get_path("purelib")})
    found = {path for root in roots for path in Path(root).rglob("*.py") if path.is_file()}
    return tuple(sorted(path for path in found if path.stat().st_size < LIMIT))


def _judged(data: bytes) -> tuple[str, str]:
    """What came of a service with that module, and what is wrong with it."""
    snapshot = snapshot_of({**BESIDE, FUZZED: data})
    try:
        proposal = pipeline.propose(snapshot, Options())
        changed = FUZZED in {change.path for change in proposal.changes.changes}
        problem = _round_trip(data) or (_strayed(proposal) if changed else "")
    except ConsolidateError as error:
        return "refused", f"exit {error.exit_code}: {error.message}"
    except Exception as error:
        return "crashed", f"{type(error).__name__}: {error}"
    unread = any(each.path == FUZZED and each.code.startswith("CE4") for each in proposal.plan.findings)
    return "rewritten" if changed else "unreadable" if unread else "kept", problem


def _round_trip(data: bytes) -> str:
    """What is wrong with reading a module and writing it without an edit."""
    try:
        facts = reading.read(FUZZED, data)
    except reading.Unreadable:
        return ""
    same = decode(data).encode(rewriting.apply(facts, ())) == data
    return "" if same else "not the same bytes without an edit"


def _strayed(proposal: pipeline.Proposal) -> str:
    """What is wrong with lines that were taken away though nobody meant them."""
    patch = to_patch(proposal.changes).partition(b"a/" + FUZZED.encode())[2].partition(b"\ndiff --git")[0]
    removed = [line[1:] for line in patch.split(b"\n") if line.startswith(b"-") and not line.startswith(b"---")]
    strange = [line for line in removed if line.strip() and not _MEANT.search(line)]
    return f"lines went that nobody meant: {strange[:3]}" if strange else ""


def _with_engine(data: bytes, chance: random.Random) -> bytes:
    """The module with the imports behind its first ones, and an engine between two of its statements."""
    try:
        body = ast.parse(data).body
    except (SyntaxError, ValueError, RecursionError):
        return data
    lines = data.split(b"\n")
    first = [node.lineno - 1 for node in body if not _is_head(node)]
    if not first:
        return data + b"\n" + IMPORTS.encode() + chance.choice(SNIPPETS).encode()
    place = chance.choice(first)
    lines[place:place] = chance.choice(SNIPPETS).encode().split(b"\n")
    # Behind a blank line, so that a comment in front of it speaks of something else.
    lines[first[0] : first[0]] = [b"", *IMPORTS.encode().split(b"\n")]
    return b"\n".join(lines)


def _is_head(node: ast.stmt) -> bool:
    """A docstring or an import of the future, before which nothing may stand; a decorator stands before its line."""
    future = isinstance(node, ast.ImportFrom) and node.module == "__future__"
    return future or isinstance(node, ast.Expr) or bool(getattr(node, "decorator_list", ()))


def _lines(change: Callable[[list[bytes], int], None]) -> Mutation:
    """A mutation of one line of a module's lines."""

    def mutate(data: bytes, chance: random.Random) -> bytes:
        lines = data.split(b"\n")
        change(lines, chance.randrange(len(lines)))
        return b"\n".join(lines)

    return mutate


def _put(what: bytes) -> Mutation:
    """A mutation that puts bytes anywhere."""

    def mutate(data: bytes, chance: random.Random) -> bytes:
        at = chance.randint(0, len(data))
        return data[:at] + what + data[at:]

    return mutate


def _mixed(data: bytes, chance: random.Random) -> bytes:
    return b"".join(line + chance.choice((b"\n", b"\r\n")) for line in data.split(b"\n"))


def _latin(data: bytes, chance: random.Random) -> bytes:
    text = data.decode("utf-8", "ignore").replace("coding", "c0ding")
    return b"# -*- coding: latin-1 -*-\n# \xe4\xf6\xfc\n" + text.encode("latin-1", "replace")


MUTATIONS: dict[str, Mutation] = {
    "nothing": lambda data, chance: data,
    "CRLF": lambda data, chance: data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
    "CR": lambda data, chance: data.replace(b"\n", b"\r"),
    "mixed endings": _mixed,
    "latin-1": _latin,
    "byte order mark": lambda data, chance: b"\xef\xbb\xbf" + data,
    "truncated": lambda data, chance: data[: chance.randint(0, len(data))],
    "no last newline": lambda data, chance: data.rstrip(b"\n"),
    "tabs": lambda data, chance: data.replace(b"    ", b"\t"),
    "a line less": _lines(lambda lines, at: lines.pop(at) and None),
    "a line twice": _lines(lambda lines, at: lines.insert(at, lines[at])),
    "a line to the end": _lines(lambda lines, at: lines.append(lines.pop(at))),
    "a line deeper": _lines(lambda lines, at: lines.__setitem__(at, b"  " + lines[at])),
    "a line continued": _lines(lambda lines, at: lines.__setitem__(at, lines[at] + b" \\")),
    "form feed": _put(b"\x0c"),
    "NUL": _put(b"\0"),
    "bytes that are no text": _put(b"\xff\xfe"),
    "an odd letter": _put("ſ\u2028".encode()),
    "a quote": _put(b'"""'),
    "a bracket": _put(b"("),
    "deep brackets": _put(b"(" * 300),
    "deep blocks": _put(b"".join(b"\n" + b" " * depth + b"if x:" for depth in range(120))),
    "a byte less": lambda data, chance: data[: (at := chance.randint(0, len(data)))] + data[at + 1 :],
}

PART = Part("fuzz", "Mutated modules", 100_000, tried)
