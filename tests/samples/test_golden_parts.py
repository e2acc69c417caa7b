"""Each part of the shared module, alone, is the text that a sample service gets of it; `--update` writes it anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from casework import snapshot_of

from consolidator.frozen import replace
from consolidator.model import Options, PoolOptions, SharedModule
from consolidator.planning import plan
from consolidator.survey import survey
from consolidator.templating import render

from .services import ASYNC_API, FLASK_BILLING, FOLDER, TICKETING, TWO_DATABASES, Sample

GOLDEN = Path(__file__).parent / "parts"
TEMPLATES = FOLDER.parent / "templates" / "db"
WARNING = Options(pool=PoolOptions(wait_warning=10))
PARTS = (
    ("head", TWO_DATABASES, Options()),
    ("entries", TICKETING, Options()),
    ("entries", TWO_DATABASES, Options()),
    ("endings", ASYNC_API, Options()),
    ("sizes", FLASK_BILLING, Options()),
    ("waiting", TICKETING, WARNING),
    ("loops", ASYNC_API, Options()),
    ("fork", TICKETING, Options()),
    ("fork", ASYNC_API, Options()),
)


def shared_module(sample: Sample, options: Options) -> SharedModule:
    """What a sample's shared module is made of."""
    paths = (path for path in sample.source.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    files = {path.relative_to(sample.source).as_posix(): path.read_bytes() for path in paths}
    (module,) = plan(survey(snapshot_of(files)), options).shared
    return module


@pytest.mark.parametrize(("part", "sample", "options"), PARTS, ids=[f"{row[0]}-{row[1].name}" for row in PARTS])
def test_a_part_alone_is_what_a_sample_gets(
    part: str, sample: Sample, options: Options, request: pytest.FixtureRequest
) -> None:
    module = shared_module(sample, options)
    text = render(f"db/{part}.j2", {"module": module}).strip("\n") + "\n"
    golden = GOLDEN / f"{part}_of_{sample.name}.txt"
    if request.config.getoption("--update"):
        golden.write_text(text)
    assert text == golden.read_text()
    assert text in render("db.py.j2", {"module": module})


def test_a_part_that_nobody_needs_is_empty() -> None:
    module = shared_module(TICKETING, Options())
    for part in ("waiting", "loops", "sizes"):
        assert render(f"db/{part}.j2", {"module": module}).strip() == "", part
    assert "\n\n\n\n" not in render("db.py.j2", {"module": replace(module, width=79)})


def test_every_part_has_a_golden_text() -> None:
    assert {path.stem for path in TEMPLATES.glob("[!_]*.j2")} == {part for part, *_ in PARTS}
