"""Route templates to the question whether they take the path of the health route."""

from __future__ import annotations

import re

from consolidator.model import Expr
from consolidator.regex import lazy
from consolidator.syntax.names import literal

_PARAMETER = lazy(r"\{([^{}]{0,80})\}|<([^<>]{0,80})>")
_HEALTH = lazy(r"(?:^|/)(?:health|healthz|healthcheck|health-check|health_check|ready|readyz|live|livez)(?:/|$)", re.I)
_DEEP = ("path", ".*", ".+")


def takes(template: str, path: str) -> bool:
    """Whether a route template such as `/{rest:path}` or `/<path:rest>` matches a path."""
    return _PARAMETER.search(template) is not None and re.fullmatch(pattern_of(template), path) is not None


def pattern_of(template: str) -> str:
    """The expression that a template stands for; parameters for any depth that follow each other are one."""
    pattern, at = "", 0
    for match in _PARAMETER.finditer(template):
        between = re.escape(template[at : match.start()])
        kind = (match[1] or "").partition(":")[2] or (match[2] or "").rpartition(":")[0]
        is_deep = kind in _DEEP
        if not (is_deep and not between and pattern.endswith(".*")):
            pattern += between + (".*" if is_deep else "[^/]+")
        at = match.end()
    return pattern + re.escape(template[at:])


def is_health(template: str) -> bool:
    """Whether a path is one that probes ask: `/health`, `/api/healthz`, `/ready`."""
    return _HEALTH.search(template) is not None


def joined(*parts: str) -> str:
    """Prefixes and a path as one path, without doubled or trailing slashes."""
    text = "/".join(part.strip("/") for part in parts if part.strip("/"))
    return f"/{text}"


def text_of(expr: Expr | None) -> str | None:
    """A literal path, None where it is computed."""
    value = literal(expr)
    return value if isinstance(value, str) else None
