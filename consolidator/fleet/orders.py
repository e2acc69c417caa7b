"""Services, options of the call and what is known in; the orders that are due out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from consolidator.config import OPTIONS, Settings
from consolidator.config.values import suggestion
from consolidator.errors import UsageError
from consolidator.fleet.manifest.tables import options
from consolidator.fleet.state import Record
from consolidator.fleet.values import Limits, Manifest, Order, Service, Stage
from consolidator.frozen import dataclass

GROUPS = ("failed", "partial", "refused")
"""What `--only` takes besides names."""


@dataclass(frozen=True, slots=True)
class Call:
    """What one call of `fleet run` asks for all its services.

    `flags` are options of `run` from the command line and from variables, which go before the manifest.
    """

    flags: Mapping[str, Any]
    cache: str
    limits: Limits
    push: bool = False
    resume: bool = True
    only: tuple[str, ...] = ()
    limit: int | None = None


def orders(manifest: Manifest, records: Mapping[str, Record], call: Call) -> tuple[Order, ...]:
    """The orders that are due, in the order of the manifest.

    Without `--only` all but what is merged; whether the rest is done already is seen where it is worked on.
    Raises UsageError for a name that is not in the fleet.
    """
    shared = Counter(service.source for service in manifest.services)
    limits = {server.name: server.max_connections for server in manifest.servers}
    due = [service for service in manifest.services if _is_due(service, records.get(service.name), call)]
    _check_names(manifest, call.only)
    made = [_order(service, records.get(service.name), call, shared[service.source] > 1, limits) for service in due]
    return tuple(made[: call.limit])


def _is_due(service: Service, record: Record | None, call: Call) -> bool:
    outcome = record.outcome if record else None
    if call.only:
        return service.name in call.only or (outcome is not None and outcome.value in call.only)
    return not (call.resume and record and record.stage is Stage.MERGED)


def _check_names(manifest: Manifest, only: Sequence[str]) -> None:
    known = [*GROUPS, *(service.name for service in manifest.services)]
    wrong = next((name for name in only if name not in known), None)
    if wrong is not None:
        raise UsageError(f"--only: {wrong!r} is no service of the fleet", suggestion(wrong, known))


def _order(
    service: Service, record: Record | None, call: Call, shared: bool, limits: Mapping[str, int | None]
) -> Order:
    flags = {**dict(service.options), **call.flags}
    if shared:
        flags["branch"] = f"{flags.get('branch', Settings().branch)}-{_slug(service)}"
    if "max-connections" not in flags and len(service.servers) == 1 and limits.get(service.servers[0][1]):
        flags["max-connections"] = limits[service.servers[0][1]]
    known = record.known if record else None
    return Order(
        service,
        tuple(sorted(flags.items())),
        call.cache,
        Limits(service.limits.seconds or call.limits.seconds, service.limits.megabytes or call.limits.megabytes),
        call.push,
        again=not call.resume or bool(call.only),
        **({"known": known} if known else {}),
    )


def _slug(service: Service) -> str:
    """What tells the branches of one repository's services apart."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", service.folder or service.name).strip("-") or "service"


def given(flags: Mapping[str, object], environ: Mapping[str, str]) -> dict[str, object]:
    """The options of a service that a call sets for all of them, by flag or else by variable.

    What a service may not be told, such as to write into a work tree, is left out.
    """
    known = [OPTIONS[name] for name in (*options(), "dry-run", "config")]
    said = {each.name: environ[each.variable] for each in known if environ.get(each.variable)}
    return {**said, **{each.name: flags[each.name] for each in known if flags.get(each.name) is not None}}
