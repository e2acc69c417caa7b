"""Celery applications: each worker process closes its own pools when it ends.

https://docs.celeryq.dev/en/stable/userguide/signals.html#worker-process-shutdown
"""

from __future__ import annotations

from consolidator.frameworks._placing import after
from consolidator.frameworks._serving import closing_hook
from consolidator.frameworks._web import Web, find_uses
from consolidator.frameworks.wiring import Wiring
from consolidator.frozen import replace
from consolidator.model import Edit, Facts, FrameworkUse

FRAMEWORK = "celery"
WEB = Web(framework=FRAMEWORK, package="celery", apps=frozenset({"celery.Celery", "celery.app.Celery"}))


def find(facts: Facts) -> tuple[FrameworkUse, ...]:
    """Every `Celery(...)` that the module keeps under a name."""
    return tuple(replace(use, kind="worker") for use in find_uses(facts, WEB))


def wire(facts: Facts, use: FrameworkUse, wiring: Wiring) -> tuple[Edit, ...]:
    """A handler of the worker processes' shutdown signal, at module level; pools need nothing at their start."""
    return closing_hook(facts, use, wiring, FRAMEWORK, after(facts, "", use.span), scope="")
