"""The site: built strictly, with a page for each code, and its picture of the demo up to date."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from consolidator.codes import CODES
from docs.blocks import ROOT


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return folder


def test_each_code_has_a_page_with_what_explain_says(site: Path) -> None:
    for code in CODES.values():
        text = (site / "codes" / f"{code.id}.html").read_text()
        for heading in ("why-it-matters", "when-it-is-wrong", "how-to-settle-it-by-hand"):
            assert f'id="{heading}"' in text
        assert code.title.split("`")[0] in text
        assert f'href="{code.id}.html"' in (site / "codes" / "index.html").read_text()


def test_a_code_of_a_change_shows_before_and_after_and_one_of_restraint_what_stays(site: Path) -> None:
    assert 'id="before-and-after"' in (site / "codes" / "CE101.html").read_text()
    assert 'id="an-example-that-stays"' in (site / "codes" / "CE203.html").read_text()


def test_the_pages_load_nothing_from_elsewhere(site: Path) -> None:
    for page in site.rglob("*.html"):
        loaded = re.findall(r'<(?:script|img|link|iframe)[^>]*?(?:src|href)="([^"]*)"', page.read_text())
        assert [each for each in loaded if "://" in each] == []


def test_the_picture_of_the_demo_is_what_the_demo_prints(request: pytest.FixtureRequest) -> None:
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    program = "import sys; sys.path.insert(0, 'docs'); import recording; print(recording.picture(), end='')"
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    if request.config.getoption("--update"):
        (ROOT / "docs" / "demo.svg").write_text(done.stdout)
    assert done.stdout == (ROOT / "docs" / "demo.svg").read_text()
