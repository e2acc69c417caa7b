"""Files that could not be read although they matter, to what is told of them."""

from __future__ import annotations

from collections.abc import Collection

from consolidator.glances import may_create
from consolidator.meaning.scope import Scope
from consolidator.meaning.world import World
from consolidator.model import Action, Finding
from consolidator.survey import Survey, failure_of

_CURE = "mend the file, then run again"
_BY_HAND = "change it by hand where it makes an engine"
_ELSEWHERE = "run again where all files are there, or on the folder of one service"


def unreadable_files(world: World, changed: Collection[str], told: Collection[str]) -> list[Finding]:
    """Files of the scope that could hold an engine, and any that take names from one that changes, but for `told`."""
    survey, scope = world.survey, world.scope
    found = {path: why for path, why in survey.unreadable.items() if scope.holds(path) and _may_create(survey, path)}
    takers = {taker: path for path in sorted(changed) for taker in survey.modules.importers(path)}
    for taker in sorted(set(takers) - set(survey.facts) - set(changed)):
        failure = survey.unreadable.get(taker) or failure_of(taker, survey.texts)
        if failure is not None:
            code, reason = failure
            found[taker] = code, f"{reason}; what it takes from {takers[taker]} was left importable there"
    rows = [_unreadable(path, *why) for path, why in sorted(found.items()) if path not in told]
    return rows + [_skipped(reason, files, scope) for reason, files in survey.skipped.items() if files]


def _may_create(survey: Survey, path: str) -> bool:
    return may_create(survey.texts.get(path, b"create_engine"))


def _unreadable(path: str, code: str, reason: str) -> Finding:
    action = Action.UNREADABLE
    return Finding(
        code,
        "warning",
        path,
        1,
        1,
        path,
        "file could not be read",
        action,
        reason,
        _BY_HAND if code == "CE403" else _CURE,
    )


def _skipped(reason: str, files: tuple[str, ...], scope: Scope) -> Finding:
    """One finding for all files that were merely not read."""
    first = next(filter(scope.holds, files), files[0])
    message = "1 file was not read" if len(files) == 1 else f"{len(files):,} files were not read, this among them"
    why = f"{reason}; old names stay, as these may use them"
    return Finding("CE410", "warning", first, 1, 1, "", message, Action.UNREADABLE, why, _ELSEWHERE)


def blocked_settings(path: str, reason: str) -> Finding:
    """What is told of a settings module that got no fields."""
    message = "settings module left alone"
    return Finding("CE312", "warning", path, 1, 1, path, message, Action.REVIEW, reason, _CURE)
