"""Whether a file runs in a process of its own, where no other request waits for a connection."""

from __future__ import annotations

from consolidator.belonging import is_test_path
from consolidator.meaning.world import World
from consolidator.model import naming


def runs_alone(world: World, path: str, at_import: bool = False) -> bool:
    """A script: it is run by path, and nothing but tests imports it; modules that serve requests are none.

    `at_import`: what is asked about happens while the module runs from top to bottom, so that it needs no guard.
    """
    facts = world.facts[path]
    if any(not is_test_path(importer) for importer in world.modules.importers(path)):
        return False
    return (facts.has_main_guard or at_import) and not any(
        ref.dotted[-1] in _SERVES for ref in facts.some_refs(naming(*_SERVES))
    )


_SERVES = {
    "FastAPI", "Flask", "Starlette", "Litestar", "Sanic", "Quart", "Celery", "APIRouter", "Blueprint",
    "Application", "WorkerSettings",
}  # fmt: skip
