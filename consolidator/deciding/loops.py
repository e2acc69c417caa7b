"""Async engines belong to an event loop: one that several loops share fails in all but the first.

https://docs.sqlalchemy.org/en/20/orm/extensions/asyncio.html#using-multiple-asyncio-event-loops
"""

from __future__ import annotations

from consolidator.deciding.gain import Tally
from consolidator.deciding.grouping import Group
from consolidator.meaning.world import World
from consolidator.model import Process, Resource
from consolidator.regex import lazy

_LOOPS = {"asyncio.run", "asyncio.new_event_loop", "asyncio.Runner", "anyio.run", "asgiref.sync.async_to_sync"}
_TASKS = lazy(r"^(celery|rq|dramatiq|huey|billiard|apscheduler)\b")


def other_loop(world: World, group: Group, site: Resource, tally: Tally) -> tuple[str, str] | None:
    """Why an async site must not share what another loop has made; None where each process has one loop."""
    if not group.is_async or group.way == "module":
        return None
    if starts_loops(world, site.path) and site.function is not None:
        return "CE219", "its module starts event loops of its own, and a connection cannot leave its loop"
    for process in tally.served(site):
        if runs_tasks(world, process):
            return (
                "CE219",
                f"`{process.name}` runs each task in a loop of its own, which a connection cannot leave",
            )
    return None


def starts_loops(world: World, path: str) -> bool:
    """Whether a module starts event loops itself, its `__main__` block aside."""
    facts = world.facts[path]
    for call in facts.calls:
        names = _names(call.expr.parts[0].value, facts.text(call.expr.parts[0].span))
        if call.scope and names in _LOOPS | {"run_until_complete"}:
            return True
    return False


def _names(last: object, text: str) -> str:
    return "run_until_complete" if last == "run_until_complete" else text


def runs_tasks(world: World, process: Process) -> bool:
    """Whether a process runs tasks that are no coroutines: each starts its own loop where it needs one."""
    if process.kind not in ("worker", "scheduler"):
        return False
    if _TASKS.match(process.command):
        return True
    rows = [row for path in process.entries if path in world.facts for row in world.facts[path].imports]
    return any(_TASKS.match(row.module) for row in rows)
