"""FastAPI: applications, routers, lifespan generators and `on_event` handlers.

https://fastapi.tiangolo.com/advanced/events/ : an application with `lifespan=` ignores `on_event` handlers.
"""

from __future__ import annotations

from consolidator.frameworks._asgi import close
from consolidator.frameworks._serving import health_route
from consolidator.frameworks._web import Web, find_uses
from consolidator.frameworks.wiring import Wiring
from consolidator.model import Edit, Facts, FrameworkUse

FRAMEWORK = "fastapi"
WEB = Web(
    framework=FRAMEWORK,
    package="fastapi",
    apps=frozenset({"fastapi.FastAPI", "fastapi.applications.FastAPI"}),
    routers={"fastapi.APIRouter": "prefix", "fastapi.routing.APIRouter": "prefix"},
    includes={"include_router": "prefix"},
    mounts=frozenset({"mount"}),
    routes=frozenset({"get", "post", "put", "patch", "delete", "head", "options", "route", "add_route", "api_route"})
    | {"add_api_route", "websocket"},
    listeners=frozenset({"on_event", "add_event_handler"}),
)


def find(facts: Facts) -> tuple[FrameworkUse, ...]:
    """Every `FastAPI(...)` and `APIRouter(...)` that the module keeps under a name."""
    return find_uses(facts, WEB)


def wire(facts: Facts, use: FrameworkUse, wiring: Wiring) -> tuple[Edit, ...]:
    """The route on an application or router; the closing at the end of the application's lifespan."""
    route = health_route(facts, use, wiring, WEB)
    return (*route, *close(facts, use, wiring, FRAMEWORK)) if use.kind != "router" else route
