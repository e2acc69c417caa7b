"""What becomes of all groups, and what is told, to the one plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from consolidator.editing.documents import merged
from consolidator.editing.site_edits import cleaned
from consolidator.errors import Refused
from consolidator.meaning.scope import Scope
from consolidator.meaning.world import World
from consolidator.model import Database, Edit, FileEdits, Finding, Plan, Replace
from consolidator.planning.deployables import Deployable
from consolidator.planning.file_reasons import file_reasons
from consolidator.planning.outcome import Outcome, joined
from consolidator.planning.reporting import with_fingerprints
from consolidator.planning.unreadable import unreadable_files


def assembled(
    world: World,
    outcomes: Sequence[Outcome],
    findings: Iterable[Finding],
    seen: Iterable[Finding],
    databases: Iterable[Database],
    units: Sequence[Deployable],
) -> Plan:
    """The plan; `seen` are hazards, told where no edit follows them. Raises Refused where it leads out of the scope."""
    python = joined(row.edits for row in outcomes)
    changed = {path: edits for path, edits in sorted(python.items()) if edits}
    blocked = {unit.settings.blocked[0] for unit in units if unit.settings.blocked}
    told = [*findings, *(row for row in seen if not _is_followed(row, python))]
    told += unreadable_files(world, changed.keys(), blocked)
    _check_scope(world.scope, python)
    parts = tuple(part for row in outcomes for part in row.parts)
    new_files = tuple(new for row in outcomes for new in row.new_files)
    made = frozenset(part for new in new_files for part in new.path.removesuffix(".py").split("/"))
    said = file_reasons(changed, parts, told)
    return Plan(
        shared=tuple(unit.chosen.shared for unit in units if unit.chosen.conversions),
        new_files=new_files,
        file_edits=tuple(FileEdits(p, cleaned(world, p, edits, made), said[p]) for p, edits in changed.items()),
        text_edits=merged([text for row in outcomes for text in row.texts]),
        findings=with_fingerprints(told),
        databases=tuple(databases),
        parts=parts,
        deployable=world.scope.name,
    )


def _is_followed(finding: Finding, edits: Mapping[str, Sequence[Edit]]) -> bool:
    """Whether a string reference that would go stale is rewritten."""
    lines = {e.span.line for e in edits.get(finding.path, ()) if isinstance(e, Replace)}
    return finding.code == "CE305" and finding.line in lines


def _check_scope(scope: Scope, edits: Mapping[str, Sequence[Edit]]) -> None:
    outside = next((path for path, rows in sorted(edits.items()) if rows and not scope.holds(path)), None)
    if outside is not None:
        raise Refused(
            f"{outside} would have to change as well, which lies outside {scope.folder}",
            "name a folder that holds both",
        )
