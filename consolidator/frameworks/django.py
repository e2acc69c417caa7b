"""Django beside SQLAlchemy: the list of URL patterns is what routes are added to.

https://docs.djangoproject.com/en/stable/topics/http/urls/ : patterns are tried in order.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from consolidator.frameworks._placing import after
from consolidator.frameworks._serving import closing_hook, health_route
from consolidator.frameworks._web import Web
from consolidator.frameworks.wiring import Wiring
from consolidator.model import Edit, Facts, FrameworkUse, only
from consolidator.syntax.names import called, names_of, qualified

FRAMEWORK = "django"
WEB = Web(framework=FRAMEWORK, package="django", apps=frozenset())
_PATHS = {"django.urls.path", "django.urls.re_path", "django.conf.urls.url"}


def find(facts: Facts) -> tuple[FrameworkUse, ...]:
    """The `urlpatterns` of a module, where it is the project's root: the one that lists the admin site or others."""
    lists = [b for b in facts.some_bindings(only("")) if (b.target, b.scope, b.kind) == ("urlpatterns", "", "assign")]
    if len(lists) != 1 or PurePosixPath(facts.path).name != "urls.py":
        return ()
    names = names_of(facts)
    rows = [call.expr for call in facts.calls if called(names, call.expr) in _PATHS]
    if not rows:
        return ()
    is_root = any(called(names, call.expr) == "django.urls.include" for call in facts.calls) or any(
        qualified(names, part) == "django.contrib.admin.site.urls" for row in rows for part in row.parts[1:]
    )
    texts = [str(row.parts[1].value) for row in rows if len(row.parts) > 1 and row.parts[1].kind == "const"]
    return (
        FrameworkUse(
            framework=FRAMEWORK,
            path=facts.path,
            kind="app" if is_root else "router",
            name="urlpatterns",
            scope="",
            span=lists[0].span,
            has_health_db="health/db" in texts,
            prefix="" if is_root else None,
            has_health=any(text.startswith("health") for text in texts),
        ),
    )


def wire(facts: Facts, use: FrameworkUse, wiring: Wiring) -> tuple[Edit, ...]:
    """The view with its pattern as the first of the list; the closing at the end of the process."""
    place = after(facts, "", use.span)
    return (*health_route(facts, use, wiring, WEB, place), *closing_hook(facts, use, wiring, FRAMEWORK, place))
