"""Two sites of one deployable read the same variable with different defaults: without it they part ways.

They are not provably one database, so that they do not share an engine; a person decides which default is meant.
https://docs.python.org/3/library/os.html#os.getenv and https://12factor.net/config
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from consolidator.hazards._scene import Scene, reported
from consolidator.model import Finding
from consolidator.patterns import migration, standalone_script, test_code
from consolidator.planning.grouping import unit_of
from consolidator.planning.sites import CreationSite

CODE = "CE301"
_READ = re.compile(r"^env:(?P<name>[^()]+?)(?: or (?P<default>.+))?$", re.DOTALL)
_ELSEWHERE = (test_code, migration, standalone_script)
_CURE = "settle on one default for the variable, then run again"


def find(scene: Scene) -> tuple[Finding, ...]:
    """One finding for each site whose default differs from that of the first one."""
    kin: dict[tuple[str, str, bool], list[tuple[CreationSite, str | None]]] = defaultdict(list)
    for site in scene.sites:
        read = _READ.match(site.source.key) if site.source.data is None and site.source.env else None
        if read is not None and not any(rule.reason(site, scene.world) for rule in _ELSEWHERE):
            unit = unit_of(scene.world, site.path)
            kin[unit, read["name"], site.is_async].append((site, read["default"]))
    return tuple(finding for (_, name, _), rows in sorted(kin.items()) for finding in _differing(name, rows))


def _differing(name: str, rows: Sequence[tuple[CreationSite, str | None]]) -> Iterator[Finding]:
    first, expected = rows[0]
    for site, default in rows[1:]:
        if default != expected:
            span = site.call.expr.span
            where = f"{first.path}:{first.call.expr.span.line}"
            reason = f"it reads {name} with another default than {where}: unset, they reach different databases"
            words = ("same variable with different defaults", reason, _CURE)
            yield reported(CODE, site.facts, span, site.symbol, words)
