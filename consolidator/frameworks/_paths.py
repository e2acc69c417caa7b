"""Route templates to the question whether they take the path of the health route."""

from __future__ import annotations

import re

from consolidator.model import Expr
from consolidator.syntax.names import literal

_PARAMETER = re.compile(r"\{[^}:]*(:[^}]*)?\}|<([^>:]*:)?[^>]*>")
_HEALTH = re.compile(
    r"(?:^|/)(?:health|healthz|healthcheck|health-check|health_check|ready|readyz|live|livez)(?:/|$)", re.I
)
_DEEP = ("path", ".*", ".+")


def takes(template: str, path: str) -> bool:
    """Whether a route template such as `/{rest:path}` or `/<path:rest>` matches a path."""
    pattern, at = "", 0
    for match in _PARAMETER.finditer(template):
        kind = (match[1] or match[2] or "").strip(":")
        pattern += re.escape(template[at : match.start()]) + (".*" if kind in _DEEP else "[^/]+")
        at = match.end()
    pattern += re.escape(template[at:])
    return at > 0 and re.fullmatch(pattern, path) is not None


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
