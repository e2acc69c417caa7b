"""Small generated services mean the same after their consolidation, and create no engine twice."""

from __future__ import annotations

import os
from collections import Counter

from casework import snapshot_of
from hypothesis import HealthCheck, Phase, given, note, settings

from consolidator.building import build
from consolidator.check import apply, flaws
from consolidator.model import Action, Options, Plan
from consolidator.planning import plan
from consolidator.survey import survey
from property.programs import Program, programs
from property.recording import record

NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
EXAMPLES = int(os.environ.get("GENERATED_PROGRAMS", 2_000 if NIGHTLY else 200))
generated = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="HYPOTHESIS_PROFILE" not in os.environ,
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def consolidated(program: Program) -> tuple[dict[str, str], Plan]:
    """The files after the run, and what was planned; the proofs hold and a second run finds nothing."""
    snapshot = snapshot_of({path: text.encode() for path, text in program.files.items()})
    decided = plan(survey(snapshot), Options(tests=False, health="no"))
    changes = build(decided, snapshot)
    after = apply(snapshot, changes)
    note("\n".join(f"=== {path}\n{text.decode()}" for path, text in after.texts.items() if "db" not in path))
    assert flaws(snapshot, changes) == ()
    assert plan(survey(after), Options(tests=False, health="no")).is_empty
    return {path: text.decode() for path, text in after.texts.items()}, decided


@generated
@given(programs())
def test_every_request_reaches_what_it_reached_before(program: Program) -> None:
    before = record(program.files, program.steps, program.environment)
    files, decided = consolidated(program)
    after = record(files, program.steps, program.environment)
    assert not before.raised, "the generated program itself is at fault"
    assert after.raised == []
    assert after.requests == before.requests
    assert len(after.engines) <= len(before.engines)
    if all(finding.action is Action.CONSOLIDATED for finding in decided.findings):
        assert {key: count for key, count in Counter(after.engines).items() if count > 1} == {}


def test_generated_programs_are_consolidated_more_often_than_not() -> None:
    """The property above would hold for a tool that does nothing; what is made once already has nothing to gain."""
    seen: Counter[Action] = Counter()

    @settings(max_examples=60, derandomize=True, deadline=None, database=None)
    @given(programs())
    def look(program: Program) -> None:
        snapshot = snapshot_of({path: text.encode() for path, text in program.files.items()})
        found = plan(survey(snapshot), Options()).findings
        seen.update(finding.action for finding in found if finding.code not in ("CE208", "CE209"))

    look()
    assert seen[Action.CONSOLIDATED] > seen[Action.KEPT] > 0, seen
