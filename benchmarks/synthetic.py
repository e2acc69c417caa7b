"""Numbers of lines and engines in; a git repository out that looks like a large service. The same gives the same."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

LINES_PER_FILE = 300
SEED = 20
MODULES_PER_PACKAGE = 40

CONFIG = "import os\n\n\ndef database_url() -> str:\n    return os.environ['DATABASE_URL']\n"

ENGINE = '''

def get_engine():
    """Connect to the database."""
    return create_engine(database_url(), pool_pre_ping=True)


def read_rows(limit: int = 50) -> list:
    engine = get_engine()
    with engine.connect() as connection:
        return list(connection.execute(text("SELECT id FROM rows LIMIT :limit"), {"limit": limit}))
'''

FUNCTION = '''

def {name}(items: list[dict], limit: int = {number}, *, strict: bool = False) -> dict[str, int]:
    """Count the {word} of each item."""
    counts: dict[str, int] = {{}}
    for position, item in enumerate(items[:limit]):
        key = str(item.get("{word}", "unknown")).strip().lower()
        if strict and key == "unknown":
            raise ValueError(f"item {{position}} has no {word}: {{item!r}}")
        counts[key] = counts.get(key, 0) + int(item.get("amount", {number}) or 0)
    total = sum(value for value in counts.values() if value > {number})
    return {{**counts, "total": total}} if total else counts
'''

_IMPORTS = "\nfrom sqlalchemy import create_engine, text\n\nfrom service.config import database_url\n"
_IDENTITY = ("-c", "user.name=Benchmark", "-c", "user.email=benchmark@example.org", "-c", "commit.gpgsign=false")
_COMMITTING = ["commit", "-q", "-m", "Service"]
WORDS = ("seller", "ticket", "parcel", "room", "invoice", "pupil", "measurement", "refund", "region", "status")


def make(folder: Path, lines: int, engines: int) -> Path:
    """Write about `lines` lines of Python into a new repository in `folder` and commit them.

    `engines` modules create an engine for each call; they stand at equal distances.
    """
    choice = random.Random(SEED)
    (folder / "service").mkdir(parents=True)
    (folder / "service" / "config.py").write_text(CONFIG, encoding="utf-8")
    (folder / "service" / "__init__.py").write_text("", encoding="utf-8")
    files = max(1, lines // LINES_PER_FILE)
    creating = {at * files // engines for at in range(engines)}
    for number in range(files):
        package = folder / "service" / f"part_{number // MODULES_PER_PACKAGE}"
        if not package.exists():
            package.mkdir()
            (package / "__init__.py").write_text("", encoding="utf-8")
        text = module(choice, number, has_engine=number in creating)
        (package / f"module_{number}.py").write_text(text, encoding="utf-8")
    _commit(folder)
    return folder


def module(choice: random.Random, number: int, has_engine: bool) -> str:
    """One module of about 300 lines; some import their neighbours, as in a real service."""
    head = ["from __future__ import annotations", "", "import json", "import logging"]
    if has_engine:
        head += _IMPORTS.splitlines()
    elif number % MODULES_PER_PACKAGE and number % 3 == 0:
        neighbour = number - 1
        head += ["", f"from service.part_{neighbour // MODULES_PER_PACKAGE} import module_{neighbour}"]
    head += ["", "logger = logging.getLogger(__name__)"]
    return "\n".join(head) + "\n" + (ENGINE if has_engine else "") + "".join(_functions(choice, number))


def _functions(choice: random.Random, number: int) -> Iterator[str]:
    for index in range(LINES_PER_FILE // FUNCTION.count("\n")):
        name = f"count_{number}_{index}"
        yield FUNCTION.format(name=name, number=choice.randrange(1, 99), word=choice.choice(WORDS))


def push(folder: Path, files: int = 10) -> None:
    """Change so many modules at equal distances and commit them; one that creates no engine begins to."""
    modules = sorted((folder / "service").glob("part_*/module_*.py"))
    for number, place in enumerate(modules[1 :: max(1, len(modules) // files)][:files]):
        text = place.read_text(encoding="utf-8")
        if not number and "create_engine" not in text:
            text = text.replace("import logging\n", f"import logging\n{_IMPORTS}", 1) + ENGINE
        place.write_text(f"{text}\n\nLIMIT_{len(text)} = {number}\n", encoding="utf-8")
    _steps(folder, ["add", "-A"], _COMMITTING)


def _commit(folder: Path) -> None:
    _steps(folder, ["init", "-q", "-b", "main"], ["add", "-A"], _COMMITTING)


def _steps(folder: Path, *steps: list[str]) -> None:
    for step in steps:
        subprocess.run(["git", *_IDENTITY, *step], cwd=folder, check=True)
