"""Frameworks: every case folder, which application is chosen, and what the edited lifespans do when they run."""

from __future__ import annotations

import ast
import asyncio
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from consolidator.frameworks.choosing import choose_close, choose_health
from consolidator.frameworks.wiring import Owner, Wiring
from consolidator.model import Engines, Facts, Getter, PoolOptions, SettingsReader, SharedModule, Span
from consolidator.registry import framework_uses, frameworks, merged, wire
from consolidator.syntax.reading import read
from consolidator.syntax.rewriting import apply

CASES = Path(__file__).parent / "cases" / "frameworks"
NAMES = sorted(folder.name for folder in CASES.iterdir())
OWNERS = {
    "": (),
    "client": (Owner("src.db_client", "init_db_client", "close_db_client"),),
    "pool": (Owner("src.db_pool", "init_db_pool", "close_db_pool", True, True),),
}
"""By the second word of a case's `shared.txt`."""
CHANGED = [name for name in NAMES if not name.startswith("kept_")]


def shared(kind: str) -> SharedModule:
    sync, late = Getter("get_engine", "url()"), Getter("get_async_engine", "url()", is_async=True)
    getters = {"sync": (sync,), "async": (late,), "both": (sync, late)}[kind]
    engines = tuple(Engines(f"_{getter.name[4:]}s", getter.is_async) for getter in getters)
    return SharedModule("src/db.py", "src.db", getters, SettingsReader(), PoolOptions(), engines)


def modules(folder: Path) -> dict[str, Facts]:
    files = sorted(folder.rglob("*.py"))
    return {path: read(path, f.read_bytes()) for f in files for path in [f.relative_to(folder).as_posix()]}


def wired(facts: dict[str, Facts], kind: str) -> dict[str, str]:
    """The texts that change, by path."""
    uses = [use for module in facts.values() for use in framework_uses(module)]
    health, closers = choose_health(uses), choose_close(uses, facts.values())
    edits: dict[str, list[object]] = {}
    for use, wants_health in [*([(health, True)] if health else []), *((use, False) for use in closers)]:
        module = facts[use.path]
        wiring = Wiring(
            shared(kind.split()[0]),
            health=wants_health,
            close=not wants_health,
            disposed=disposed(module),
            owners=OWNERS[kind.partition(" ")[2]],
        )
        edits.setdefault(use.path, []).extend(wire(module, use, wiring))
    texts = {path: apply(facts[path], merged(rows)) for path, rows in edits.items()}  # type: ignore[arg-type]
    return {path: text for path, text in texts.items() if text != facts[path].source}


def disposed(facts: Facts) -> tuple[Span, ...]:
    return tuple(call.statement for call in facts.calls if "dispose" in facts.text(call.statement))[:1]


def kind_of(case: str) -> str:
    file = CASES / case / "shared.txt"
    return file.read_text().strip() if file.exists() else "sync"


def expected(case: str) -> dict[str, str]:
    folder = CASES / case / "after"
    return {f.relative_to(folder).as_posix(): f.read_text() for f in folder.rglob("*.py")}


@pytest.mark.parametrize("case", NAMES)
def test_case(case: str, request: pytest.FixtureRequest) -> None:
    folder = CASES / case
    texts = wired(modules(folder / "before"), kind_of(case))
    if request.config.getoption("--update"):
        shutil.rmtree(folder / "after", ignore_errors=True)
        for path, text in texts.items():
            (folder / "after" / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / "after" / path).write_text(text)
    assert texts == expected(case)
    assert bool(texts) != case.startswith("kept_")
    assert (folder / "reason.txt").read_text().strip()


@pytest.mark.parametrize("case", CHANGED)
def test_a_second_run_changes_nothing(case: str) -> None:
    before = modules(CASES / case / "before")
    after = {path: read(path, text.encode()) for path, text in expected(case).items()}
    assert wired({**before, **after}, kind_of(case)) == {}


@pytest.mark.parametrize("case", CHANGED)
def test_the_result_compiles_and_imports_what_it_calls(case: str) -> None:
    for path, text in expected(case).items():
        tree = ast.parse(text, path)
        bound = {
            alias.asname or alias.name
            for n in ast.walk(tree)
            for alias in getattr(n, "names", [])
            if not isinstance(n, ast.Global)
        }
        bound |= {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)}
        called = {n.func.id for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
        assert {name for name in called if "db" in name or "pool" in name or "ping" in name} <= bound


def test_every_framework_has_a_case() -> None:
    assert {framework.FRAMEWORK for framework in frameworks()} == {case.split("_")[0] for case in CHANGED} | {
        "gunicorn"
    }


def test_a_third_of_the_cases_show_restraint() -> None:
    kept = [name for name in NAMES if name.startswith("kept_")]
    assert len(kept) * 3 >= len(NAMES)


@pytest.mark.parametrize(
    "case", [f"fastapi_lifespan_{name}" for name in ("disposes", "finally", "tail", "text", "with")]
)
def test_the_edited_lifespan_closes_last(case: str) -> None:
    text = expected(case)["main.py"]
    start = text.index("@asynccontextmanager")
    events: list[str] = []
    queue = Queue(events)
    space = {"events": events, "queue": queue, "running": queue.running, "engine": queue}
    exec(STAND_INS + text[start : text.index("\n\n\n", start)], space)
    asyncio.run(passed(space["lifespan"]))
    closings = [event for event in events if event.startswith("close")]
    assert closings and events[-len(closings) :] == closings


STAND_INS = """
from contextlib import asynccontextmanager
from typing import Any as FastAPI
async def close_async_db(events=events): events.append("close async")
def close_db(events=events): events.append("close sync")
"""


class Queue:
    """Stands in for what a lifespan starts and stops."""

    def __init__(self, events: list[str]) -> None:
        self.events, self.state = events, self

    async def start(self) -> None:
        self.events.append("start")

    async def stop(self) -> None:
        self.events.append("stop")

    async def dispose(self) -> None:
        raise AssertionError("an engine that is shared must not be disposed by one user")

    def running(self) -> Queue:
        return self

    async def __aenter__(self) -> Queue:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()


async def passed(lifespan: object) -> None:
    async with lifespan(Queue([])):  # type: ignore[operator]
        pass


def test_a_health_router_outside_the_application_s_reach_is_not_chosen() -> None:
    facts = modules(CASES / "fastapi_sub_app" / "before")
    uses = [use for module in facts.values() for use in framework_uses(module)]
    chosen = choose_health(uses)
    assert chosen is not None and chosen.path == "app/main.py"
    assert choose_health([replace(use, has_health_db=True) for use in uses]) is None
