"""Measures what a call of a shared module's getter takes beside the service's own accessor, in the migrated samples.

python -m benchmarks getter
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measuring import CONSOLIDATE, ROOT, machine

URL = "postgresql+psycopg://user@localhost/database"
GOAL = 2.0
"""Microseconds."""
TIMED = """
import time, timeit
{imports}
best = {{}}
for _ in range({rounds}):  # in turn, so that a busy machine slows both alike
    for name, call in (("getter", lambda: {call}), ("accessor", lambda: {accessor})):
        taken = timeit.timeit(call, number={calls}, timer=time.process_time) / {calls} * 1e6
        best[name] = min(taken, best.get(name, taken))
print(best["getter"], best["accessor"])
"""


@dataclass(frozen=True)
class Service:
    """A sample: how its modules get the engine now, and how they got the URL before."""

    name: str
    imports: tuple[str, str]
    call: str
    accessor: str
    root: str = "."


SERVICES = (
    Service(
        "ticketing",
        ("from src.db import get_engine", "from src.config import get_settings"),
        "get_engine()",
        "get_settings().DATABASE_URL",
    ),
    Service(
        "flask_billing",
        ("from billing.db import get_engine", "from billing import settings"),
        "get_engine()",
        "settings.DATABASE_URL",
    ),
    Service(
        "auth_client",
        ("from auth_service.db import shared_engine", "from auth_service.config import load_config"),
        "shared_engine(load_config().database_url)",
        "load_config().database_url",
    ),
    Service(
        "async_api",
        ("from app.db import get_async_engine", "from app.config import async_database_url"),
        "get_async_engine()",
        "async_database_url()",
    ),
    Service(
        "two_databases",
        ("from shop.db import get_analytics_engine", "from shop.settings import get_settings"),
        "get_analytics_engine()",
        "get_settings().analytics_url",
        "src",
    ),
)


def main(argv: Sequence[str]) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="benchmarks getter", description="Measure a call of the shared getter.")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--calls", type=int, default=20_000, help="calls in a round, of which the best round counts")
    parser.add_argument("--python", default=sys.executable, help="the interpreter that the samples run on")
    given = parser.parse_args(argv)
    print(f"{machine()}, best of {given.rounds} rounds of {given.calls:,} calls\n")
    print(f"| Sample | Getter, us | Its accessor, us | Beside it, us | Goal: {GOAL:g} us |\n|---|--:|--:|--:|---|")
    beside = [row(service, given) for service in SERVICES]
    print(f"\nMedian beside the accessor: {statistics.median(beside):.2f} us")


def row(service: Service, given: argparse.Namespace) -> float:
    """Print a sample's line; give what its getter takes beyond the accessor."""
    code = TIMED.format(
        imports="\n".join(service.imports),
        call=service.call,
        accessor=service.accessor,
        rounds=given.rounds,
        calls=given.calls,
    )
    with tempfile.TemporaryDirectory(prefix="consolidate-benchmark-") as place:
        folder = migrated(service.name, Path(place) / service.name)
        said = said_by([given.python, "-c", code], folder, PYTHONPATH=str(folder / service.root), **variables())
    getter, accessor = map(float, said.split())
    reached = "reached" if getter - accessor <= GOAL else "**missed**"
    print(f"| {service.name} | {getter:.2f} | {accessor:.2f} | {getter - accessor:.2f} | {reached} |")
    return getter - accessor


def variables() -> dict[str, str]:
    """What the samples read their databases' URLs from."""
    names = ("DATABASE_URL", "SHOP_DATABASE_URL", "SHOP_ANALYTICS_URL", "SHOP_REPLICA_URL")
    return dict.fromkeys(names, URL)


def migrated(name: str, folder: Path) -> Path:
    """A sample in the work tree of which its engines are shared."""
    shutil.copytree(ROOT / "sample_repos" / name, folder)
    identity = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    for step in (("init", "-q"), ("add", "-A"), (*identity, "commit", "-q", "-m", "First version")):
        said_by(["git", *step], folder)
    said_by([*CONSOLIDATE, "run", "-q", "--no-commit"], folder, PYTHONPATH=str(ROOT))
    return folder


def said_by(command: Sequence[str], folder: Path, **more: str) -> str:
    """The output of a program."""
    env = {**os.environ, **more}
    return subprocess.run(command, cwd=folder, env=env, check=True, capture_output=True, text=True).stdout
