"""What a person decided of each site to a file and back, and what becomes of it in a plan."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from consolidator.declining import Place
from consolidator.errors import EnvironmentFailed, UsageError
from consolidator.guard import pairs, within
from consolidator.model import Action, Decided, Decision, Finding, Plan

VERSION = "1"
_CURE = "make it with `consolidate run --interactive --decisions FILE`"
_WORDS = {"share": True, "leave": False}
_TEXTS = ("fingerprint", "code", "path", "symbol")
_NOT_ASKED = "CE110"
"""A client is shared because of its class's engine, which is what is asked for."""


def open_to_choice(plan: Plan) -> tuple[Finding, ...]:
    """The sites that a person may decide about: those that would be shared."""
    return tuple(one for one in plan.findings if one.action is Action.CONSOLIDATED and one.code != _NOT_ASKED)


def remember(finding: Finding, share: bool) -> Decision:
    """What is written of an answer."""
    return Decision(finding.fingerprint, finding.code, finding.path, finding.symbol, share)


def weigh(plan: Plan, decisions: Sequence[Decision], scope: str = "", file: str | None = None) -> Decided:
    """The plan's sites by what was decided of them; what is decided of sites outside `scope` is left in peace."""
    sites = open_to_choice(plan)
    known = pairs(sites, decisions)
    used = set(map(id, known.values()))
    return Decided(
        shared=tuple(site for site in sites if site in known and known[site].share),
        left=tuple(site for site in sites if site in known and not known[site].share),
        undecided=tuple(site for site in sites if site not in known),
        stale=tuple(row for row in decisions if id(row) not in used and within(row.path, scope)),
        file=file,
    )


def places(sites: Iterable[Finding]) -> frozenset[Place]:
    """The sites as `declining` takes them."""
    return frozenset((site.path, site.line) for site in sites)


def read(file: str) -> tuple[Decision, ...]:
    """The decisions in a file; raises EnvironmentFailed where it cannot be read, UsageError where it holds none."""
    try:
        data = Path(file).read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise EnvironmentFailed(f"cannot read {file}: {reason}", _CURE) from None
    try:
        document = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{file} is not JSON: {str(error)[:120]}", _CURE) from None
    return _rows(file, document)


def write(file: str, decisions: Iterable[Decision]) -> None:
    """Write the decisions into a file, in an order that makes small differences; raises EnvironmentFailed."""
    rows = [_row(each) for each in sorted(decisions, key=lambda one: (one.path, one.symbol, one.code, one.fingerprint))]
    text = json.dumps({"schema_version": VERSION, "decisions": rows}, indent=2) + "\n"
    try:
        Path(file).write_text(text, encoding="ascii")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise EnvironmentFailed(f"cannot write {file}: {reason}", "name a file that can be written") from None


def _row(decision: Decision) -> Mapping[str, str]:
    word = next(word for word, share in _WORDS.items() if share is decision.share)
    return {"decision": word, **{name: getattr(decision, name) for name in _TEXTS}}


def _rows(file: str, document: Any) -> tuple[Decision, ...]:
    version = document.get("schema_version") if isinstance(document, dict) else None
    if version != VERSION:
        told = "holds no decisions" if version is None else f"has the version {version!r}, and {VERSION!r} is read"
        raise UsageError(f"{file} {told}", _CURE)
    rows = document.get("decisions")
    if not isinstance(rows, list) or not all(map(_is_row, rows)):
        raise UsageError(f"{file} holds something else than decisions", _CURE)
    return tuple(Decision._make((*(row[name] for name in _TEXTS), _WORDS[row["decision"]])) for row in rows)


def _is_row(row: object) -> bool:
    return (
        isinstance(row, dict)
        and row.get("decision") in _WORDS
        and all(isinstance(row.get(name), str) for name in _TEXTS)
    )
