"""A number in; as many small services, each in a repository of its own, out. The same seed gives the same text."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

SEED = 20
PACKAGES = 6
ENGINES = (3, 6)
"""The least and the most modules of a service that create an engine for each call."""

CONFIG = "import os\n\nDATABASE_URL = os.environ['DATABASE_URL']\n"

ENGINE = '''from sqlalchemy import create_engine, text

from app.config import DATABASE_URL


def rows_{number}(limit: int = {limit}) -> list:
    """The latest rows."""
    engine = create_engine(DATABASE_URL, pool_pre_ping=True)
    with engine.connect() as connection:
        return list(connection.execute(text("SELECT id FROM {word} LIMIT :limit"), {{"limit": limit}}))
'''

PLAIN = '''import json
import logging

logger = logging.getLogger(__name__)


class {name}:
    """Counts the {word} of items."""

    def __init__(self, limit: int = {limit}) -> None:
        self.limit = limit
        self.counts: dict[str, int] = {{}}

    def add(self, items: list[dict]) -> None:
        for item in items[: self.limit]:
            key = str(item.get("{word}", "unknown")).strip().lower()
            self.counts[key] = self.counts.get(key, 0) + int(item.get("amount", {limit}) or 0)

    def to_json(self) -> str:
        logger.debug("%d kinds of {word}", len(self.counts))
        return json.dumps(self.counts, sort_keys=True)


def total_{number}(items: list[dict]) -> int:
    counter = {name}()
    counter.add(items)
    return sum(value for value in counter.counts.values() if value > {limit})
'''

MAIN = """from fastapi import FastAPI

{imports}

app = FastAPI()
{routes}"""

ROUTE = '\n\n@app.get("/rows/{number}")\ndef read_{number}():\n    return rows_{number}()\n'
WORDS = ("seller", "ticket", "parcel", "room", "invoice", "pupil", "measurement", "refund", "region", "status")


def make(folder: Path, number: int, files: int) -> list[Path]:
    """`number` services of `files` Python files each, below `folder`."""
    choice = random.Random(SEED)
    return [service(folder / f"service-{at:03}", files, choice) for at in range(number)]


def service(place: Path, files: int, choice: random.Random) -> Path:
    """One service: an application whose routes read from modules that each create an engine for every call."""
    creating = sorted(choice.sample(range(files - 3 - PACKAGES), choice.randint(*ENGINES)))
    for path, text in _texts(files, creating, choice):
        target = place / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    identity = ("-c", "user.name=Benchmark", "-c", "user.email=benchmark@example.org", "-c", "commit.gpgsign=false")
    git(place, "init", "-q", "-b", "main", "--template=")
    git(place, "add", "-A")
    git(place, *identity, "commit", "-q", "-m", "Service")
    return place


def _texts(files: int, creating: list[int], choice: random.Random) -> Iterator[tuple[str, str]]:
    yield "app/__init__.py", ""
    yield "app/config.py", CONFIG
    imports = "\n".join(f"from app.part_{at % PACKAGES}.module_{at} import rows_{at}" for at in creating)
    yield "app/main.py", MAIN.format(imports=imports, routes="".join(ROUTE.format(number=at) for at in creating))
    for at in range(PACKAGES):
        yield f"app/part_{at}/__init__.py", ""
    for at in range(files - 3 - PACKAGES):
        word, limit = choice.choice(WORDS), choice.randrange(10, 99)
        name = f"{word.capitalize()}Counter{at}"
        text = ENGINE if at in creating else PLAIN
        yield f"app/part_{at % PACKAGES}/module_{at}.py", text.format(number=at, limit=limit, word=word, name=name)


def git(place: Path, *words: str) -> str:
    """What git says in `place`."""
    done = subprocess.run(["git", "-C", str(place), *words], capture_output=True, text=True, check=True)
    return done.stdout.strip()
