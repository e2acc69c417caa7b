"""Litestar applications; handlers are registered on the application object.

https://docs.litestar.dev/2/usage/applications.html
"""

from __future__ import annotations

from consolidator.frameworks._placing import after
from consolidator.frameworks._serving import closing_hook, health_route
from consolidator.frameworks._web import Web, find_uses
from consolidator.frameworks.wiring import Wiring
from consolidator.model import Edit, Facts, FrameworkUse

FRAMEWORK = "litestar"
WEB = Web(
    framework=FRAMEWORK,
    package="litestar",
    apps=frozenset({"litestar.Litestar", "litestar.app.Litestar"}),
    includes={"register": ""},
    routes=frozenset(),
)


def find(facts: Facts) -> tuple[FrameworkUse, ...]:
    """Every `Litestar(...)` that the module keeps under a name."""
    return find_uses(facts, WEB)


def wire(facts: Facts, use: FrameworkUse, wiring: Wiring) -> tuple[Edit, ...]:
    """The route and the closing, registered on the application."""
    place = after(facts, use.scope, use.span)
    return (*health_route(facts, use, wiring, WEB, place), *closing_hook(facts, use, wiring, FRAMEWORK))
