"""Where a service keeps its settings, and the frameworks that it uses."""

from __future__ import annotations

from typing import Literal

from consolidator.frozen import dataclass
from consolidator.model.facts import Span


@dataclass(frozen=True, slots=True)
class SettingsHome:
    """A class or module in which a service keeps its settings.

    `owner` is the class's qualified name, "" where the module's constants are the settings.
    `accessor` is the expression that gives an instance once its first name is imported from the module
    (`get_settings()`, `settings.database`, `Settings()`); None where no way is known, and for module constants.
    `prefix` goes before the variables of new settings, None where it is computed; `variables` are (field,
    environment variable) of the settings that are there.
    """

    path: str
    style: str
    owner: str
    names: tuple[str, ...]
    accessor: str | None
    prefix: str | None = ""
    case: Literal["upper", "lower"] = "upper"
    variables: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class NewSetting:
    """A setting to add: `key` as in `SettingsReader.names`, `name` in capitals, `description` one sentence."""

    key: str
    name: str
    default: int
    minimum: int
    description: str


@dataclass(frozen=True, slots=True)
class FrameworkUse:
    """An application, router or worker object of a web or task framework.

    `name` is the variable, `scope` the function that builds it ("" at module level), `span` the creating
    statement. `prefix` is a router's own path prefix, None where it is computed.
    `includes` are (what is included, as resolved through the imports; the prefix given there, None where computed);
    `mounts` likewise for sub-applications.
    """

    framework: str
    path: str
    kind: Literal["app", "router", "factory", "worker"]
    name: str
    scope: str
    span: Span
    lifespan: str = "none"
    has_health_db: bool = False
    prefix: str | None = ""
    has_health: bool = False
    catch_all: bool = False
    includes: tuple[tuple[str, str | None], ...] = ()
    mounts: tuple[str, ...] = ()
    route: str = "/health/db"
    """What to write in the route's decorator, so that the whole path is `/health/db`."""
    before: str | None = None
    """The included object ahead of which a health route must be registered, as it takes every path."""
