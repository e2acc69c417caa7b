"""aiohttp's web applications and route tables.

https://docs.aiohttp.org/en/stable/web_advanced.html : the first route that matches wins, signals run in order.
"""

from __future__ import annotations

from consolidator.frameworks._placing import after
from consolidator.frameworks._serving import closing_hook, health_route
from consolidator.frameworks._web import Web, find_uses
from consolidator.frameworks.wiring import Wiring
from consolidator.model import Edit, Facts, FrameworkUse

FRAMEWORK = "aiohttp"
WEB = Web(
    framework=FRAMEWORK,
    package="aiohttp",
    apps=frozenset({"aiohttp.web.Application"}),
    routers={"aiohttp.web.RouteTableDef": ""},
    includes={"add_routes": ""},
    routes=frozenset({"get", "post", "put", "patch", "delete", "route", "view", "add_get", "add_post", "add_route"}),
)


def find(facts: Facts) -> tuple[FrameworkUse, ...]:
    """Every `web.Application(...)` and `web.RouteTableDef()` that the module keeps under a name."""
    return find_uses(facts, WEB)


def wire(facts: Facts, use: FrameworkUse, wiring: Wiring) -> tuple[Edit, ...]:
    """The route in a route table, or the first of the application; the closing among its clean-up signals."""
    if use.kind == "router":
        return health_route(facts, use, wiring, WEB)
    place = after(facts, use.scope, use.span)
    return (*health_route(facts, use, wiring, WEB, place), *closing_hook(facts, use, wiring, FRAMEWORK))
