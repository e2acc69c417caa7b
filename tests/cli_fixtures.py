"""Fixtures of the command line: the stages of the pipeline replaced by values."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli_stages import Stages
from sample_values import PATCH

from consolidator import pipeline


@pytest.fixture
def stages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Stages]:
    fake = Stages()
    for name in (
        "read",
        "checked_out",
        "require_work_tree",
        "holds",
        "is_name_in_use",
        "decide",
        "propose",
        "deliver",
        "write_out",
        "check_out",
        "recover",
    ):
        monkeypatch.setattr(pipeline, name, getattr(fake, name))
    monkeypatch.setattr("consolidator.patch.to_patch", lambda changes: PATCH)
    for variable in [name for name in os.environ if name.startswith("CONSOLIDATE_")]:
        monkeypatch.delenv(variable)
    monkeypatch.chdir(tmp_path)
    yield fake
