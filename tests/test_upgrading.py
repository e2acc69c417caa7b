"""`run --upgrade`: what version 0.1 wrote keeps its names; what the short form lacks is told, and nothing changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from casework import Case, run, snapshot_of

from consolidator.building import build
from consolidator.errors import Refused
from consolidator.model import Options
from consolidator.planning import plan
from consolidator.survey import survey

CASE = Case(Path(__file__).parent / "cases/options/upgrade_of_the_first_form")


def test_a_second_run_finds_nothing() -> None:
    outcome = run(CASE)
    assert outcome.again.is_empty and not outcome.flaws


def test_the_module_keeps_the_names_that_the_service_uses() -> None:
    text = run(CASE).final["app/db.py"].decode()
    assert "def get_engine() -> Engine:" in text and "def close_db() -> None:" in text
    assert len(text.splitlines()) <= 75


@pytest.mark.parametrize("line", ["from app.db import WaitCountingPool\n", "from app.db import *\n"])
def test_a_name_that_the_short_form_lacks_is_refused(line: str) -> None:
    snapshot = snapshot_of({**CASE.before, "app/more.py": line.encode()})
    with pytest.raises(Refused, match=r"app/more\.py uses `(WaitCountingPool|\*)` of app/db\.py"):
        plan(survey(snapshot), Options(upgrade=True))


def test_a_probe_outside_the_health_route_is_refused() -> None:
    text = b"from app.db import ping\n\n\ndef answers():\n    return ping()\n"
    snapshot = snapshot_of({**CASE.before, "app/more.py": text})
    with pytest.raises(Refused, match="uses `ping`"):
        plan(survey(snapshot), Options(upgrade=True))


def test_a_probe_that_is_only_imported_is_refused() -> None:
    snapshot = snapshot_of({**CASE.before, "app/more.py": b"from app.db import ping  # for others\n"})
    with pytest.raises(Refused, match="helpers of the health route"):
        build(plan(survey(snapshot), Options(upgrade=True)), snapshot)
