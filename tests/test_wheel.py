"""The wheel: built, installed away from the checkout, and complete there."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import consolidator

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted(path.relative_to(ROOT / "templates").as_posix() for path in (ROOT / "templates").rglob("*.j2"))
SAMPLE = "ticketing"

RENDER_ALL = """
import sys
from jinja2 import ChainableUndefined
from consolidator import templating
from consolidator.model import Engines, Getter, PoolOptions, SettingsReader, SharedModule

getter = Getter("get_engine", "URL")
engines = (Engines(), Engines("_async_engines", is_async=True, by_url="shared_async_engine"))
module = SharedModule("db.py", "db", (getter,), SettingsReader(), PoolOptions(wait_warning=10), engines, per_loop=True)

class Anything(ChainableUndefined):
    __str__ = lambda self: "x"
    __bool__ = lambda self: True
    __lt__ = __gt__ = __le__ = __ge__ = lambda self, other: True
    __add__ = __radd__ = __sub__ = __call__ = lambda self, *other: self

assert templating.__file__.startswith(sys.argv[1]), templating.__file__
environment = templating._environment(())
environment.undefined = Anything
environment.filters["literal"] = environment.filters["phrase"] = str
for name in sys.stdin.read().split():
    template = environment.get_template(name)
    assert template.filename.startswith(sys.argv[1]), template.filename
    closers = [("app.py", ["close_db"])]
    text = template.render(module=module, getter=getter, path="/health", python=(3, 12), closers=closers)
    assert text.strip() or name.rpartition("/")[2].startswith("_"), name
    print(name)
"""


def run(*command: str, cwd: Path, stdin: str = "", **environment: str) -> str:
    env = {**os.environ, "NO_COLOR": "1", "GIT_CONFIG_GLOBAL": os.devnull, **environment}
    done = subprocess.run(command, cwd=cwd, input=stdin, capture_output=True, text=True, env=env)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), cwd=ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the wheel's content, as `pip install --target` lays it out."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    yield folder


def test_it_names_its_command_and_version(wheel: Path, installed: Path) -> None:
    (info,) = installed.glob("*.dist-info")
    assert wheel.name.startswith(f"consolidate-{consolidator.__version__}-py3-none-any")
    assert "consolidate = consolidator.cli:main" in (info / "entry_points.txt").read_text()
    assert f"Version: {consolidator.__version__}" in (info / "METADATA").read_text()
    assert list((info / "licenses").glob("LICENSE"))


def test_it_holds_nothing_but_the_package(installed: Path) -> None:
    assert {path.name for path in installed.iterdir() if path.suffix != ".dist-info"} == {"consolidator"}
    assert not list(installed.rglob("__pycache__")) and not list(installed.rglob("*.pyc"))


def test_every_template_renders_from_it(installed: Path, tmp_path: Path) -> None:
    script = (sys.executable, "-c", RENDER_ALL, str(installed))
    rendered = run(*script, cwd=tmp_path, stdin="\n".join(TEMPLATES), PYTHONPATH=str(installed))
    assert TEMPLATES and rendered.split() == TEMPLATES


def test_its_templates_are_those_of_the_checkout(installed: Path) -> None:
    shipped = installed / "consolidator" / "templates"
    assert sorted(path.relative_to(shipped).as_posix() for path in shipped.rglob("*.j2")) == TEMPLATES
    for name in TEMPLATES:
        assert (shipped / name).read_bytes() == (ROOT / "templates" / name).read_bytes(), name


def test_the_command_says_its_version(installed: Path, tmp_path: Path) -> None:
    command = (sys.executable, "-m", "consolidator", "--version")
    assert consolidator.__version__ in run(*command, cwd=tmp_path, PYTHONPATH=str(installed))


def test_the_demo_finds_its_sample(installed: Path, tmp_path: Path) -> None:
    sample = installed / "consolidator" / "samples" / SAMPLE
    source = ROOT / "sample_repos" / SAMPLE
    names = {p.relative_to(source) for p in source.rglob("*.py")}
    assert names and names == {p.relative_to(sample) for p in sample.rglob("*.py")}
    environment = {"PYTHONPATH": str(installed), "TMPDIR": str(tmp_path)}
    told = run(sys.executable, "-m", "consolidator", "demo", cwd=tmp_path, **environment)
    assert "src/db.py" in told and str(tmp_path) in told
