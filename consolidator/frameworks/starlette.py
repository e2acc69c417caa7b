"""Starlette applications; routes go ahead of those in `routes=[...]`.

https://www.starlette.io/lifespan/ and https://www.starlette.io/routing/
"""

from __future__ import annotations

from consolidator.frameworks._asgi import close
from consolidator.frameworks._placing import after
from consolidator.frameworks._serving import health_route
from consolidator.frameworks._web import Web, find_uses
from consolidator.frameworks.wiring import Wiring
from consolidator.model import Edit, Facts, FrameworkUse

FRAMEWORK = "starlette"
WEB = Web(
    framework=FRAMEWORK,
    package="starlette",
    apps=frozenset({"starlette.applications.Starlette"}),
    mounts=frozenset({"mount"}),
    routes=frozenset({"route", "add_route"}),
    listeners=frozenset({"on_event", "add_event_handler"}),
)


def find(facts: Facts) -> tuple[FrameworkUse, ...]:
    """Every `Starlette(...)` that the module keeps under a name."""
    return find_uses(facts, WEB)


def wire(facts: Facts, use: FrameworkUse, wiring: Wiring) -> tuple[Edit, ...]:
    """The route as the first of the application's routes; the closing at the end of its lifespan."""
    place = after(facts, use.scope, use.span)
    return (*health_route(facts, use, wiring, WEB, place), *close(facts, use, wiring, FRAMEWORK))
