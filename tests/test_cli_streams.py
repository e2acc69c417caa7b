"""Streams that are full, closed or gone, locales and tools that are broken: one line, the right code, no traceback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from git_support import TestRepository

pytest_plugins = ("git_fixtures",)
pytestmark = pytest.mark.usefixtures("own_settings")

ROOT = Path(__file__).parents[1]
CONFIG = b"import os\n\nDATABASE_URL = os.environ['DATABASE_URL']\n"
ENGINE = (
    b"from sqlalchemy import create_engine\n\nfrom src.config import DATABASE_URL\n\n\n"
    b"def load():\n    return create_engine(DATABASE_URL)\n"
)
PRINTING = (["--version"], ["--help"], ["run", "--help"], ["explain"], ["explain", "--schema"], ["scan", "-f", "json"])
COMMAND = f'"{sys.executable}" -m consolidator'


@pytest.fixture
def service(repository: TestRepository) -> TestRepository:
    """Two engines that become one."""
    repository.commit({"src/__init__.py": b"", "src/config.py": CONFIG, "src/a.py": ENGINE, "src/b.py": ENGINE})
    return repository


def shell(script: str, cwd: Path, **variables: str) -> subprocess.CompletedProcess[bytes]:
    """Run a script in which `tool` stands for the program."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), **variables}
    whole = script.replace("tool", COMMAND)
    return subprocess.run(["/bin/sh", "-c", whole], cwd=cwd, env=env, capture_output=True, timeout=120)


def is_one_line(said: bytes) -> bool:
    return said.startswith(b"error: ") and said.count(b"\n") == 1 and said.endswith(b"\n")


@pytest.mark.parametrize("arguments", PRINTING, ids=" ".join)
def test_a_full_device_is_6(service: TestRepository, arguments: list[str]) -> None:
    done = shell(f"tool {' '.join(arguments)} >/dev/full", service.root)
    assert done.returncode == 6 and is_one_line(done.stderr) and b"No space left" in done.stderr, done.stderr


@pytest.mark.parametrize("arguments", PRINTING, ids=" ".join)
def test_a_closed_output_is_6_where_something_is_to_be_said(service: TestRepository, arguments: list[str]) -> None:
    done = shell(f"tool {' '.join(arguments)} >&-", service.root)
    assert done.returncode == 6 and is_one_line(done.stderr) and b"closed" in done.stderr, done.stderr


@pytest.mark.parametrize("streams", [">&-", "2>&-", "<&-", ">&- 2>&- <&-", "2>/dev/full", ">/dev/full 2>&1"])
def test_a_run_that_cannot_speak_does_its_work_all_the_same(service: TestRepository, streams: str) -> None:
    """It has no data for the output; and no file of the repository takes the place of a stream."""
    before = service.checkout_state()
    done = shell(f"tool run {streams}", service.root)
    assert done.returncode == 0, done.stderr
    assert b"Traceback" not in done.stdout + done.stderr and b"Exception" not in done.stdout + done.stderr
    assert service.leftovers() == ["refs/heads/feat/db-connection-pooling"]
    assert service.checkout_state() == before and service.line("fsck", "--full") == ""


@pytest.mark.parametrize("streams", ["2>&-", "2>/dev/full"])
def test_an_error_that_cannot_be_said_keeps_its_code(service: TestRepository, streams: str) -> None:
    done = shell(f"tool run --nonsense {streams}", service.root)
    assert (done.returncode, done.stdout, done.stderr) == (2, b"", b"")


@pytest.mark.parametrize("arguments", PRINTING, ids=" ".join)
def test_a_reader_that_goes_away_is_no_failure(service: TestRepository, arguments: list[str]) -> None:
    done = shell(f"(tool {' '.join(arguments)}; echo $? >&2) | true", service.root)
    assert done.stderr in (b"0\n", b"3\n")


ASCII = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}


@pytest.mark.parametrize("locale", [ASCII, {}], ids=["ascii", "own"])
@pytest.mark.parametrize("arguments", ["run --help", "scan -f json", "run -n", "run", "run --no-commit"])
def test_neither_locale_nor_odd_names_are_an_obstacle(
    service: TestRepository, arguments: str, locale: dict[str, str]
) -> None:
    odd = "# Größe → ”\n".encode() + ENGINE
    service.commit({"src/größe.py": odd, os.fsdecode(b"src/\xff.py"): odd, "src/a b\n+?.py": odd})
    home = TestRepository(service.root.rename(service.root.with_name("Dienst für Größe")))
    done = shell(f"tool {arguments}", home.root, **locale)
    assert done.returncode == 0, done.stderr
    assert b"Traceback" not in done.stderr
    if arguments == "run --no-commit":
        assert b"create_engine" not in (home.root / "src/größe.py").read_bytes()


def broken_git(folder: Path, kind: str) -> None:
    program = folder / "git"
    folder.mkdir()
    texts = {
        "no program": "garbage\0\1",
        "no interpreter": "#!/nonexistent/sh\n",
        "killed": "#!/bin/sh\nkill -9 $$\n",
        "silent": "#!/bin/sh\nexit 0\n",
        "garbage": "#!/bin/sh\necho a b c\n",
        "failing": "#!/bin/sh\necho cannot >&2\nexit 1\n",
        "not allowed": "",
    }
    if kind == "folder":
        program.mkdir()
        return
    program.write_text(texts[kind])
    program.chmod(0o644 if kind == "not allowed" else 0o755)


@pytest.mark.parametrize(
    "kind", ["no program", "no interpreter", "killed", "silent", "garbage", "failing", "not allowed", "folder"]
)
@pytest.mark.parametrize("arguments", ["scan", "run -f json"])
def test_a_git_that_cannot_run_is_6(service: TestRepository, tmp_path: Path, kind: str, arguments: str) -> None:
    broken_git(tmp_path / "bin", kind)
    done = shell(f"tool {arguments}", service.root, PATH=str(tmp_path / "bin"))
    assert done.returncode == 6 and is_one_line(done.stderr) and b"git" in done.stderr, done.stderr
    assert not done.stdout or json.loads(done.stdout)["error"]["code"] == "environment"


INTERRUPTED = """
import os, signal, sys

class Counter:
    seen = 0

    def find_spec(self, name, path=None, target=None):
        if name.startswith("consolidator.") and name != "consolidator.cli":
            Counter.seen += 1
            if Counter.seen == int(sys.argv[1]):
                os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Counter())
from consolidator.cli import main
sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.parametrize("number", [1, 2, 3, 5, 8, 13, 21, 34])
def test_an_interrupt_during_imports_is_130(service: TestRepository, number: int) -> None:
    """However early."""
    command = [sys.executable, "-c", INTERRUPTED, str(number), "scan"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    # A shell starts background jobs with this signal ignored, and children inherit that.
    done = subprocess.run(command, capture_output=True, cwd=service.root, env=env, preexec_fn=listening)
    assert done.returncode == 130 and is_one_line(done.stderr), done.stderr
    assert done.stdout == b""


def test_an_interrupt_of_the_interpreters_end_says_nothing(service: TestRepository) -> None:
    script = (
        "import atexit, os, signal, sys, time\nfrom consolidator.cli import main\n"
        "atexit.register(lambda: (os.kill(os.getpid(), signal.SIGINT), time.sleep(0.01)))\n"
        "sys.argv[1:] = ['--version']\nsys.exit(main())"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, env=env, preexec_fn=listening)
    assert (done.returncode, done.stderr) == (0, b"")


def listening() -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)
