"""Sanic applications and blueprints.

https://sanic.dev/en/guide/basics/listeners.html
"""

from __future__ import annotations

from consolidator.frameworks._serving import closing_hook, health_route
from consolidator.frameworks._web import Web, find_uses
from consolidator.frameworks.wiring import Wiring
from consolidator.model import Edit, Facts, FrameworkUse

FRAMEWORK = "sanic"
WEB = Web(
    framework=FRAMEWORK,
    package="sanic",
    apps=frozenset({"sanic.Sanic", "sanic.app.Sanic"}),
    routers={"sanic.Blueprint": "url_prefix", "sanic.blueprints.Blueprint": "url_prefix"},
    includes={"blueprint": "url_prefix"},
    routes=frozenset({"route", "get", "post", "put", "patch", "delete", "websocket", "add_route"}),
)


def find(facts: Facts) -> tuple[FrameworkUse, ...]:
    """Every `Sanic(...)` and `Blueprint(...)` that the module keeps under a name."""
    return find_uses(facts, WEB)


def wire(facts: Facts, use: FrameworkUse, wiring: Wiring) -> tuple[Edit, ...]:
    """The route on an application or blueprint; the closing after the server has stopped."""
    route = health_route(facts, use, wiring, WEB)
    return (*route, *closing_hook(facts, use, wiring, FRAMEWORK)) if use.kind != "router" else route
