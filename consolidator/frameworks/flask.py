"""Flask applications, application factories and blueprints.

https://flask.palletsprojects.com/en/stable/patterns/appfactories/ ; a teardown runs for each request, so the
pools are closed at the end of the process.
"""

from __future__ import annotations

from consolidator.frameworks._placing import after
from consolidator.frameworks._serving import closing_hook, health_route
from consolidator.frameworks._web import Web, find_uses
from consolidator.frameworks.wiring import Wiring
from consolidator.model import Edit, Facts, FrameworkUse

FRAMEWORK = "flask"
WEB = Web(
    framework=FRAMEWORK,
    package="flask",
    apps=frozenset({"flask.Flask", "flask.app.Flask"}),
    routers={"flask.Blueprint": "url_prefix", "flask.blueprints.Blueprint": "url_prefix"},
    includes={"register_blueprint": "url_prefix"},
    routes=frozenset({"route", "get", "post", "put", "patch", "delete", "add_url_rule"}),
)


def find(facts: Facts) -> tuple[FrameworkUse, ...]:
    """Every `Flask(...)` and `Blueprint(...)` that the module keeps under a name."""
    return find_uses(facts, WEB)


def wire(facts: Facts, use: FrameworkUse, wiring: Wiring) -> tuple[Edit, ...]:
    """The route on an application or blueprint; the closing at the end of the process, once a module."""
    route = health_route(facts, use, wiring, WEB)
    if use.kind == "router":
        return route
    place = after(facts, "", use.span)
    return (*route, *closing_hook(facts, use, wiring, "flask", place, scope=""))
