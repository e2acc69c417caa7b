"""A password in the code: whoever can read the repository has it, and so has everybody who ever could.

https://owasp.org/www-community/vulnerabilities/Use_of_hard-coded_password
"""

from __future__ import annotations

from collections.abc import Iterator

from consolidator.belonging import is_test_path
from consolidator.hazards._scene import Scene, reported
from consolidator.meaning.passwords import passwords
from consolidator.model import Facts, Finding

CODE = "CE313"
_REASON = "whoever can read the repository can log in with it, and it stays in the history"
_CURE = "read it from the environment or a secret store, and change it on the server"


def find(scene: Scene) -> tuple[Finding, ...]:
    """One finding for each line that holds one; tests keep theirs, and so do stand-ins for one's own machine."""
    rows = (
        facts for path, facts in scene.world.facts.items() if not is_test_path(path) and scene.world.scope.holds(path)
    )
    return tuple(finding for facts in rows for finding in _in_module(scene, facts))


def _in_module(scene: Scene, facts: Facts) -> Iterator[Finding]:
    for row in passwords(scene.world, facts):
        yield reported(CODE, facts, row.span, row.scope, ("password in the code", _REASON, _CURE))
