"""A manifest in TOML in; services and database servers out."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from consolidator import decisions
from consolidator.config import OPTIONS, Option
from consolidator.config.files import failure
from consolidator.config.values import convert, suggestion
from consolidator.errors import UsageError
from consolidator.fleet.sources import resolved, scope
from consolidator.fleet.values import Decisions, Limits, Manifest, Server, Service

TEXTS = ("name", "source", "path", "owner", "forge", "remote")
LISTS = ("labels", "reviewers")
FORGES = ("github", "gitlab")
LIMITS = ("timeout", "memory")
_OWN = (*TEXTS, *LISTS, *LIMITS, "server", "decisions")
_OF_THE_CALL = frozenset({"interactive", "no-commit", "switch", "dry-run", "exit-code", "fail-over", "decisions"})
"""Options of `run` that concern the whole call, or a checkout that somebody works in."""

_GROUPS = ("What to change", "Pool", "Delivery", "Connection budget", "Proof")


def options() -> dict[str, Option]:
    """The options of `run` that a service may set, by name."""
    return {name: one for name, one in OPTIONS.items() if one.group in _GROUPS and name not in _OF_THE_CALL}


def read_tables(text: str, name: str, base: Path) -> Manifest:
    """`[[service]]` tables on top of `[defaults]`, and `[servers]`; raises UsageError for anything else."""
    document = _parse(text, name)
    _check_keys(document, ("defaults", "service", "servers"), name)
    servers = _servers(_table(document, "servers", name), name)
    defaults = _table(document, "defaults", name)
    tables = document.get("service", [])
    if not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
        raise UsageError(f"{name}: service is not a list of tables", "write [[service]] and the keys below it")
    read = [_service({**defaults, **each}, _origin(each, at, name), base, servers) for at, each in enumerate(tables, 1)]
    return Manifest(tuple(read), servers)


def _parse(text: str, name: str) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{name} is not valid TOML: {failure(error)}", f"mend {name}") from None


def _origin(table: Mapping[str, Any], at: int, name: str) -> str:
    """How the user calls a service's table."""
    called = table.get("name")
    return f"{name}: {called}" if isinstance(called, str) and called.isprintable() else f"{name}: service {at}"


def _table(document: Mapping[str, Any], key: str, name: str) -> Mapping[str, Any]:
    table = document.get(key, {})
    if not isinstance(table, dict):
        raise UsageError(f"{name}: {key} is not a table", f"write [{key}] and the keys below it")
    return table


def _check_keys(table: Mapping[str, Any], known: tuple[str, ...], origin: str) -> None:
    wrong = next((key for key in table if key not in known), None)
    if wrong is not None:
        raise UsageError(f"{origin}: unknown key {wrong!r}", suggestion(wrong, known))


def _servers(table: Mapping[str, Any], name: str) -> tuple[Server, ...]:
    found = []
    for server in table:
        values = _table(table, server, f"{name}: servers")
        _check_keys(values, ("max-connections",), f"{name}: servers.{server}")
        limit = values.get("max-connections")
        origin = f"{name}: servers.{server}: max-connections"
        number = None if limit is None else convert(OPTIONS["max-connections"], limit, origin)
        found.append(Server(server, number if isinstance(number, int) else None))
    return tuple(found)


def _service(table: Mapping[str, Any], origin: str, base: Path, servers: tuple[Server, ...]) -> Service:
    written = {key.replace("_", "-"): value for key, value in table.items()}
    allowed = options()
    _check_keys(written, (*_OWN, *allowed), origin)
    for key in written.keys() & allowed.keys():
        convert(allowed[key], written[key], f"{origin}: {key}")
    texts = {key: _text(written.get(key, ""), f"{origin}: {key}") for key in TEXTS}
    if texts["forge"] and texts["forge"] not in FORGES:
        raise UsageError(f"{origin}: forge: {texts['forge']!r} is unknown", suggestion(texts["forge"], FORGES))
    if not texts["source"]:
        raise UsageError(f"{origin}: it has no source", "name a folder or a git URL as `source`")
    return Service(
        name=texts["name"],
        source=resolved(texts["source"], base, origin),
        folder=scope(texts["path"], f"{origin}: path"),
        owner=texts["owner"],
        servers=_pairs(written.get("server", ""), f"{origin}: server", servers),
        options=tuple((key, _frozen(written[key])) for key in allowed if key in written),
        labels=_texts(written, "labels", origin),
        reviewers=_texts(written, "reviewers", origin),
        forge=texts["forge"],
        remote=texts["remote"] or "origin",
        decisions=_decisions(written.get("decisions", ""), f"{origin}: decisions", base),
        limits=Limits(*(_positive(written.get(key), f"{origin}: {key}") for key in LIMITS)),
    )


def _text(value: Any, origin: str) -> str:
    if not isinstance(value, str) or not (value == "" or value.isprintable()):
        raise UsageError(f"{origin}: {value!r} is not a line of text", "give a text in quotes")
    return value


def _decisions(value: Any, origin: str, base: Path) -> Decisions | None:
    """What the file says, read where the manifest lies: the work may be done on another machine."""
    file = _text(value, origin)
    return Decisions(file, decisions.read(str(base / file))) if file else None


def _positive(value: Any, origin: str) -> int | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool) and value > 0):
        return value
    raise UsageError(f"{origin}: {value!r} is not a number above 0", "give seconds, or megabytes, as a whole number")


def _texts(table: Mapping[str, Any], key: str, origin: str) -> tuple[str, ...]:
    values = table.get(key, [])
    if not isinstance(values, list):
        raise UsageError(f"{origin}: {key} is not a list", f'give texts, such as {key} = ["one"]')
    return tuple(_text(each, f"{origin}: {key}") for each in values)


def _pairs(value: Any, origin: str, servers: tuple[Server, ...]) -> tuple[tuple[str, str], ...]:
    """One server for all databases, or a table of them by the database's name or variable."""
    table = value if isinstance(value, dict) else {"": value} if value else {}
    pairs = tuple((key, _text(each, origin)) for key, each in table.items())
    known = [each.name for each in servers]
    wrong = next((server for _, server in pairs if known and server not in known), None)
    if wrong is not None:
        raise UsageError(f"{origin}: {wrong!r} is not among the servers", suggestion(wrong, known))
    return pairs


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
