"""What a long stage counts on a terminal."""

from __future__ import annotations

import re

import pytest
from casework import snapshot_of
from cli_stages import Stages

from consolidator import pipeline
from consolidator.cli.terminal import Progress
from consolidator.model import Options
from consolidator.survey import survey

pytest_plugins = ("cli_fixtures",)


def test_progress_counts_once_a_stage_takes_long(capfd: pytest.CaptureFixture[str]) -> None:
    now = [0.0]
    progress = Progress(True, lambda: now[0])
    progress("surveying")
    for at in range(6):
        now[0] = at * 0.75
        progress.count(at * 1000, 5000)
    shown = capfd.readouterr().err.split("\r\x1b[2K")
    assert shown == ["", "surveying …", *(f"surveying: {at},000 of 5,000 files …" for at in (3, 4, 5))]


def test_each_stage_of_a_run_counts_what_it_does(capfd: pytest.CaptureFixture[str]) -> None:
    now = [0.0]

    def later() -> float:
        now[0] += 2.5
        return now[0]

    source = b"from sqlalchemy import create_engine\n\ndef rows():\n    return create_engine('postgresql://h/d')\n"
    main = b"from fastapi import FastAPI\nfrom a import rows\nfrom b import rows as more\napp = FastAPI()\n"
    main += b"@app.get('/')\ndef read():\n    return rows(), more()\n"
    pipeline.propose(snapshot_of({"a.py": source, "b.py": source, "main.py": main}), Options(), Progress(True, later))
    shown = capfd.readouterr().err.split("\r\x1b[2K")
    assert {"planning: 6 of 6 steps …", "verifying: 8 of 8 checks …", "verifying: 6 of 6 steps …"} <= set(shown)
    assert any(re.fullmatch(r"surveying: \d of \d files …", row) for row in shown)


def test_what_is_read_is_counted_file_by_file(stages: Stages) -> None:
    engine = b"from sqlalchemy import create_engine\nengine = create_engine('sqlite://')\n"
    ticks: list[tuple[int, int]] = []
    survey(snapshot_of({"a.py": engine, "b.py": engine}), tick=lambda done, total: ticks.append((done, total)))
    assert ticks == [(0, 2), (1, 2)]
