"""RQ workers that a script starts itself; the processes that run the jobs end without clean-up by design.

https://python-rq.org/docs/workers/
"""

from __future__ import annotations

from consolidator.frameworks._placing import after
from consolidator.frameworks._serving import closing_hook
from consolidator.frameworks._web import Web, find_uses
from consolidator.frameworks.wiring import Wiring
from consolidator.frozen import replace
from consolidator.model import Edit, Facts, FrameworkUse

FRAMEWORK = "rq"
WEB = Web(
    framework=FRAMEWORK,
    package="rq",
    apps=frozenset({"rq.Worker", "rq.SimpleWorker", "rq.worker.Worker", "rq.worker.SimpleWorker"}),
)


def find(facts: Facts) -> tuple[FrameworkUse, ...]:
    """Every `Worker(...)` that the module keeps under a name."""
    return tuple(replace(use, kind="worker") for use in find_uses(facts, WEB))


def wire(facts: Facts, use: FrameworkUse, wiring: Wiring) -> tuple[Edit, ...]:
    """The closing at the end of the worker's own process."""
    return closing_hook(facts, use, wiring, "atexit", after(facts, "", use.span), scope="")
