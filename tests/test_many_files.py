"""Repositories with very many files: a limit is said once, nothing is broken, and time grows with their number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from time import process_time

import pytest
from casework import snapshot_of
from sample_values import finding, report, with_findings

from consolidator import pipeline
from consolidator import report as reports
from consolidator.guard.judging import judge, remembered
from consolidator.model import Action, Finding, Options, Plan

SERVICE = {
    "app/__init__.py": b"",
    "app/config.py": b"import os\n\nDATABASE_URL = os.environ['DATABASE_URL']\n",
    "app/main.py": b"from fastapi import FastAPI\n\nfrom app import one, two\n\napp = FastAPI()\n\n\n@app.get('/x')\n"
    b"def x():\n    return one.load(), two.load()\n",
    **{
        f"app/{name}.py": b"from sqlalchemy import create_engine\n\nfrom app.config import DATABASE_URL\n\n\n"
        b"def make_engine():\n    return create_engine(DATABASE_URL)\n\n\ndef load():\n"
        b"    with make_engine().connect() as connection:\n        return connection.info\n"
        for name in ("one", "two")
    },
}
WHY = "more than 250,000 files or 1,000,000,000 bytes to read in one commit"


def left_out(number: int) -> Plan:
    """The plan of a service beside which that many files were not read."""
    names = tuple(f"other/m{each}.py" for each in range(number))
    read = snapshot_of(SERVICE)
    entries = (*read.entries, *(replace(read.entries[0], path=name) for name in names))
    skipped = {WHY: names} if names else {}
    return pipeline.decide(replace(read, entries=entries, skipped=skipped), Options())


def test_files_that_were_merely_not_read_are_one_finding() -> None:
    (told,) = [each for each in left_out(5_000).findings if each.action is Action.UNREADABLE]
    assert (told.code, told.path) == ("CE410", "other/m0.py")
    assert told.message.startswith("5,000 files were not read") and WHY in told.reason
    assert not [each for each in left_out(0).findings if each.action is Action.UNREADABLE]


def test_names_that_a_file_which_was_not_read_may_use_stay() -> None:
    def taken_out(plan: Plan) -> list[str]:
        return [edits.path for edits in plan.file_edits if "RemoveImport(" in str(edits.edits)]

    assert taken_out(left_out(0)) == ["app/one.py", "app/two.py"] and taken_out(left_out(1)) == []


def service_of(number: int) -> Mapping[str, bytes]:
    """A service with that many modules that make an engine, and as many that do not."""
    made = {f"app/m{each}.py": SERVICE["app/one.py"] for each in range(number)}
    return {**SERVICE, **made, **{f"lib/n{each}.py": b"import os\n" for each in range(number)}}


def findings_of(number: int) -> tuple[Finding, ...]:
    """That many findings of all kinds."""
    codes = ("CE101", "CE205", "CE302", "CE403")
    kinds = list(zip(codes, Action, strict=True))
    return tuple(finding(*kinds[each % 4], path=f"app/m{each}.py") for each in range(number))


def grows_with(call: Callable[[int], object], number: int) -> bool:
    """Whether twice as many take about twice as long, not four times; the best of some."""

    def once(size: int) -> float:
        begun = process_time()
        call(size)
        return process_time() - begun

    once(number)
    return min(once(number * 2) / once(number) for _ in range(3)) < 3


@pytest.mark.parametrize("verbosity", [0, 1, 2])
def test_the_text_of_a_report_grows_with_its_findings(verbosity: int) -> None:
    plans = {number: with_findings(*findings_of(number)) for number in (1_000, 2_000)}
    assert grows_with(lambda number: reports.overview(report(plan=plans[number]), verbosity, 80, False), 1_000)


@pytest.mark.parametrize("format", ["json", "sarif", "markdown", "html"])
def test_a_document_grows_with_its_findings(format: str) -> None:
    plans = {number: with_findings(*findings_of(number)) for number in (1_000, 2_000)}
    assert grows_with(lambda number: reports.render(format, report(plan=plans[number]), None), 1_000)


def test_judging_grows_with_the_findings() -> None:
    plans = {number: with_findings(*findings_of(number)) for number in (1_000, 2_000)}
    known = {number: [remembered(each) for each in plan.findings] for number, plan in plans.items()}
    assert grows_with(lambda number: judge(plans[number], known[number], known[number]), 1_000)


def test_deciding_grows_with_the_modules() -> None:
    snapshots = {number: snapshot_of(service_of(number)) for number in (60, 120)}
    assert grows_with(lambda number: pipeline.propose(snapshots[number], Options()), 60)
