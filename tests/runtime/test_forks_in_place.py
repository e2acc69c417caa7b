"""Engines that stay in their own file, or in their home, in processes that are forked after the first query."""

from __future__ import annotations

from pathlib import Path

import pytest
from casework import CASES, Case, run

from consolidator.prove import postgres

from . import stacks

ENGINE = "\n\ndef engine_now():\n    return {}\n"


@pytest.mark.parametrize(
    ("case", "module", "engine", "stack"),
    [
        ("home_in_forked_processes", "app.db", "engine", stacks.LATEST),
        ("cached_home_in_forked_processes", "app.db", "get_engine()", stacks.LATEST),
        ("old_home_in_forked_processes", "app.db", "engine", stacks.OLDEST),
        ("bounded_in_forked_processes", "app.jobs", "_shared_engine(os.environ['DATABASE_URL'])", stacks.LATEST),
        ("bounded_in_forked_processes", "app.jobs", "_shared_engine(os.environ['DATABASE_URL'])", stacks.OLDEST),
    ],
)
def test_no_backend_is_used_by_two(
    case: str, module: str, engine: str, stack: str, server: postgres.Postgres, tmp_path: Path
) -> None:
    for path, data in run(Case(CASES / "lifetime" / case)).final.items():
        target = tmp_path / "service" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    asked = tmp_path / "service" / Path(*module.split(".")).with_suffix(".py")
    asked.write_text(asked.read_text() + ENGINE.format(engine))
    stacks.build(stack).prove(
        "forks_in_place", module, "engine_now",
        modules=tmp_path / "service", url=server.dsn("postgresql+psycopg2"), folder=tmp_path,
    )  # fmt: skip
