"""Quart applications and blueprints.

https://quart.palletsprojects.com/en/latest/how_to_guides/startup_shutdown.html
"""

from __future__ import annotations

from consolidator.frameworks._serving import closing_hook, health_route
from consolidator.frameworks._web import Web, find_uses
from consolidator.frameworks.wiring import Wiring
from consolidator.model import Edit, Facts, FrameworkUse

FRAMEWORK = "quart"
WEB = Web(
    framework=FRAMEWORK,
    package="quart",
    apps=frozenset({"quart.Quart", "quart.app.Quart"}),
    routers={"quart.Blueprint": "url_prefix", "quart.blueprints.Blueprint": "url_prefix"},
    includes={"register_blueprint": "url_prefix"},
    routes=frozenset({"route", "get", "post", "put", "patch", "delete", "websocket", "add_url_rule"}),
)


def find(facts: Facts) -> tuple[FrameworkUse, ...]:
    """Every `Quart(...)` and `Blueprint(...)` that the module keeps under a name."""
    return find_uses(facts, WEB)


def wire(facts: Facts, use: FrameworkUse, wiring: Wiring) -> tuple[Edit, ...]:
    """The route on an application or blueprint; the closing after the application has served."""
    route = health_route(facts, use, wiring, WEB)
    return (*route, *closing_hook(facts, use, wiring, FRAMEWORK)) if use.kind != "router" else route
