"""Answers that are given again: the same to the same question, and none to any other."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest
from git_support import TestRepository, make
from small_service import FILES as SERVICE

import consolidator
from consolidator.cli import commands, installed, main, recalling
from consolidator.cli.entry import run

pytest_plugins = ("git_fixtures",)

ENGINE = SERVICE["src/users.py"].encode()
FILES = {**{name: text.encode() for name, text in SERVICE.items()}, "pyproject.toml": b"[project]\nname = 'a'\n"}
FORMATS = ("text", "json", "sarif", "markdown")


class Runs:
    """Runs the command line, and counts how often a command is at work."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
        self.count = 0
        self.before_its_end: Callable[[], object] = lambda: None
        self._capfd = capfd
        whole = commands.command

        def counted(name: str) -> commands.Command:
            def act(request: Any, environ: Mapping[str, str]) -> Any:
                self.count += 1
                answer = whole(name)(request, environ)
                self.before_its_end()
                return answer

            return act

        monkeypatch.setattr(commands, "command", counted)

    def __call__(self, *words: str) -> tuple[int, str, str]:
        code = run(list(words))
        return code, *self._capfd.readouterr()


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Runs:
    return Runs(monkeypatch, capfd)


@pytest.fixture(autouse=True)
def home(own_settings: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(place))
    monkeypatch.delenv("CONSOLIDATE_CACHE", raising=False)
    return place


@pytest.fixture
def service(repository: TestRepository, monkeypatch: pytest.MonkeyPatch) -> TestRepository:
    repository.commit(FILES)
    monkeypatch.chdir(repository.root)
    return repository


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("command", ["scan", "check", "scan -v", "scan -q", "scan src", "scan --fail-over 0.01"])
def test_the_same_is_said_again_and_without(service: TestRepository, runs: Runs, command: str, format: str) -> None:
    words = [*command.split(), "-f", format]
    said = [runs(*words), runs(*words), runs(*words, "--no-cache")]
    assert len(set(said)) == 1 and runs.count == 2
    assert said[0][0] == (1 if command == "check" or "over" in command else 0)
    assert "users" in said[0][1] + said[0][2]


def test_a_check_says_what_a_baseline_says(service: TestRepository, runs: Runs, tmp_path: Path) -> None:
    known = tmp_path / "known.json"
    words = ("check", "--baseline", str(known))
    assert runs(*words, "--write-baseline")[0] == 0
    assert [runs(*words)[0] for _ in range(2)] == [0, 0] and runs.count == 2
    document = json.loads(known.read_bytes())
    known.write_text(json.dumps({**document, "accepted": document["accepted"][1:]}))
    assert [runs(*words)[0] for _ in range(2)] == [1, 1] and runs.count == 3
    known.rename(tmp_path / "elsewhere")
    known.symlink_to(tmp_path / "elsewhere")
    assert [runs(*words)[0] for _ in range(2)] == [1, 1] and runs.count == 5


Change = Callable[[TestRepository, pytest.MonkeyPatch], object]
CHANGES: dict[str, Change] = {
    "a commit": lambda service, _: service.commit({"src/c.py": ENGINE}),
    "a commit without a change": lambda service, _: service.commit({}),
    "another branch": lambda service, _: service.git("switch", "-q", "-c", "other"),
    "no branch": lambda service, _: service.git("switch", "-q", "--detach"),
    "a configuration that is not committed": lambda service, _: service.write({"consolidator.toml": b"health='no'\n"}),
    "an edit of one": lambda service, _: service.write({"pyproject.toml": b"[tool.consolidator]\nhealth = 'no'\n"}),
    "a file that is replaced": lambda service, _: service.git(
        "replace", service.line("rev-parse", "HEAD"), service.line("rev-parse", "HEAD~1")
    ),
    "a variable of the tool": lambda _, patch: patch.setenv("CONSOLIDATE_POOL_SIZE", "7"),
    "a variable of git": lambda _, patch: patch.setenv("GIT_NAMESPACE", "other"),
    "colours": lambda _, patch: patch.setenv("FORCE_COLOR", "1"),
    "a home": lambda service, patch: patch.setenv("HOME", str(service.root)),
    "another version": lambda _, patch: patch.setattr(consolidator, "__version__", "0.0.0"),
    "another Python": lambda _, patch: patch.setattr(sys, "version", "3.99"),
    "another place of the tool": lambda service, patch: patch.setattr(
        consolidator, "__file__", str(service.root / "src" / "__init__.py")
    ),
    "other packages beside it": lambda service, patch: patch.syspath_prepend(_site(service.root)),
    "a terminal": lambda _, patch: patch.setattr(recalling, "look", lambda *_: "wide"),
}


def _site(root: Path) -> str:
    place = root / "site-packages"
    place.mkdir()
    return str(place)


@pytest.mark.parametrize("name", CHANGES)
def test_another_question_has_an_answer_of_its_own(
    service: TestRepository, runs: Runs, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = [runs("scan", "-f", "json") for _ in range(2)]
    assert runs.count == 1
    CHANGES[name](service, monkeypatch)
    runs("scan", "-f", "json")
    assert runs.count == 2
    assert len(set(first)) == 1


@pytest.mark.parametrize(
    "words", ["-f text", "--pool-size 7", "-q", "src", str(Path("..") / "service"), "--color never"]
)
def test_other_words_are_another_question(service: TestRepository, runs: Runs, words: str) -> None:
    for _ in range(2):
        runs("scan", "-f", "json")
        runs("scan", "-f", "json", *words.split())
    assert runs.count == 2


def test_another_repository_has_answers_of_its_own(service: TestRepository, runs: Runs, tmp_path: Path) -> None:
    runs("scan")
    (tmp_path / "other").mkdir()
    other = tmp_path / "other" / "service"
    subprocess.run(["git", "clone", "-q", service.root, other], check=True)
    os.chdir(other)
    runs("scan")
    assert runs.count == 2


def test_a_repository_that_takes_the_place_of_another_is_not_taken_for_it(
    service: TestRepository, runs: Runs, tmp_path: Path
) -> None:
    """Its commit may have the same name and say something else, which git does not look at."""
    commit = service.line("rev-parse", "HEAD")
    victim = runs("scan", "-f", "json", "--no-cache")
    content = service.git("cat-file", "commit", commit)
    forged = make(tmp_path / "forged")
    forged.commit({"app.py": b""})
    tree = forged.line("rev-parse", "HEAD^{tree}").encode()
    place = service.root / ".git" / "objects" / commit[:2] / commit[2:]
    whole = place.read_bytes()
    made = forged.git("hash-object", "-t", "commit", "-w", "--stdin", stdin=b"tree " + tree + content[45:])
    name = made.decode().strip()
    place.chmod(0o600)
    place.write_bytes((forged.root / ".git" / "objects" / name[:2] / name[2:]).read_bytes())
    for _ in range(2):
        runs("scan", "-f", "json")
    place.write_bytes(whole)
    assert runs("scan", "-f", "json") == victim


def test_what_is_not_what_its_id_says_is_not_kept(
    service: TestRepository, runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.commit({"Procfile": b"web: uvicorn src.orders:app\n"})
    (service.root / "Procfile").unlink()
    monkeypatch.setattr("consolidator.git.reading.blobs", lambda _, oids: (b"web: flask run\n" for _ in oids))
    for _ in range(2):
        runs("scan")
    assert runs.count == 2


@pytest.mark.parametrize("is_known", [True, False])
def test_a_forged_file_makes_no_answer(service: TestRepository, is_known: bool, runs: Runs) -> None:
    """Whether it was looked at in an earlier run, and is read late, or is looked at first."""
    if is_known:
        runs("scan", "-f", "sarif")
    stored = service.root / ".git" / "objects"
    forged, real = (
        stored / oid[:2] / oid[2:]
        for oid in (
            service.git("hash-object", "-w", "--stdin", stdin=ENGINE + b"\n").decode().strip(),
            service.line("rev-parse", "HEAD:src/users.py"),
        )
    )
    real.chmod(0o600)
    real.write_bytes(forged.read_bytes())
    (service.root / "src" / "users.py").unlink()
    count = runs.count
    for _ in range(2):
        runs("scan", "-f", "json")
    assert runs.count == count + 2


@pytest.mark.parametrize(
    "words",
    [
        *("scan --no-cache", "scan -o json=report.json", "scan --template-dir src", "scan --base HEAD"),
        *("scan --config ../c", "check --diff-base HEAD", "check -f github", "run --dry-run"),
        "check --baseline ../b --write-baseline",
    ],
)
def test_what_reads_or_writes_something_else_is_done_again(
    service: TestRepository, runs: Runs, words: str, tmp_path: Path
) -> None:
    (tmp_path / "c").write_text("")
    for _ in range(2):
        code, _, said = runs(*words.split())
        assert code in (0, 1), said
    assert runs.count == 2


@pytest.mark.parametrize("words", ["scan --pool-size x", "scan --base nowhere", "scan nowhere", "scan ."])
def test_errors_are_not_kept(service: TestRepository, runs: Runs, words: str) -> None:
    service.write({"consolidator.toml": b"nonsense"})
    assert [runs(*words.split())[0] for _ in range(2)] == [2, 2]
    assert runs.count == 2


@pytest.mark.parametrize(
    ("meanwhile", "is_told"),
    [
        (lambda service: service.commit({"src/c.py": ENGINE}), False),
        (lambda service: service.git("switch", "-q", "-C", "other"), False),
        (lambda service: service.write({"pyproject.toml": b"[tool.consolidator]\nhealth = 'no'\n"}), True),
    ],
    ids=["commit", "branch", "configuration"],
)
@pytest.mark.parametrize("is_early", [True, False])
def test_what_changes_meanwhile_is_no_answer_to_what_was_asked(
    service: TestRepository,
    runs: Runs,
    meanwhile: Callable[[TestRepository], object],
    is_told: bool,
    is_early: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A change between the question and the answer, or after it was worked out; the commit is that of the question."""
    real = recalling.keeping

    def late(environ: Mapping[str, str], **more: Any) -> Any:
        meanwhile(service)
        return real(environ, **more)

    if is_early:
        monkeypatch.setattr(recalling, "keeping", late)
    else:
        runs.before_its_end = lambda: meanwhile(service)
    commit = service.line("rev-parse", "HEAD")
    other = runs("scan", "-f", "json")
    monkeypatch.setattr(recalling, "keeping", real)
    runs.before_its_end = lambda: None
    service.git("switch", "-q", "-f", "main")
    service.git("reset", "-q", "--hard", commit)
    now = runs("scan", "-f", "json", "--no-cache")
    assert runs("scan", "-f", "json") == now and (other != now) == (is_told and is_early)


def sealed(content: bytes) -> bytes:
    return blake2b(content, digest_size=16).digest() + content


@pytest.mark.parametrize(
    "spoil",
    [
        lambda entry: b"",
        lambda entry: entry[:-1],
        lambda entry: entry[:20] + bytes([entry[20] ^ 1]) + entry[21:],
        lambda entry: sealed(b"\xff"),
        lambda entry: sealed(b"{}"),
        lambda entry: sealed(b"null"),
        lambda entry: sealed(b"[" * 100_000),
        lambda entry: sealed(json.dumps([*json.loads(entry[16:])[:1], "0", "", ""]).encode()),
        lambda entry: sealed(json.dumps([*json.loads(entry[16:])[:2], 1, ""]).encode()),
        lambda entry: sealed(json.dumps(["other", *json.loads(entry[16:])[1:]]).encode()),
    ],
)
def test_a_broken_answer_is_none(service: TestRepository, runs: Runs, home: Path, spoil: Any) -> None:
    first = runs("scan", "-f", "json")
    (entry,) = [file for file in home.rglob("*") if file.is_file() and b"schema_version" in file.read_bytes()]
    whole = entry.read_bytes()
    entry.write_bytes(spoil(whole))
    assert runs("scan", "-f", "json") == first and runs.count == 2
    assert entry.read_bytes() == whole


def test_an_answer_takes_the_place_of_the_last_one(service: TestRepository, runs: Runs, home: Path) -> None:
    for number in range(3):
        service.commit({"src/c.py": b"x = %d\n" % number})
        runs("scan", "-f", "json")
    kept = [file for file in home.rglob("*") if file.is_file() and b"schema_version" in file.read_bytes()]
    assert len(kept) == 1 and runs.count == 3


def test_a_long_answer_is_not_kept(service: TestRepository, runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recalling, "MOST", 100)
    assert runs("scan", "-f", "json") == runs("scan", "-f", "json") and runs.count == 2


def test_a_folder_that_others_may_write_to_is_not_used(service: TestRepository, runs: Runs, home: Path) -> None:
    runs("scan")
    (home / "consolidate" / "facts").chmod(0o777)
    runs("scan")
    assert runs.count == 2


def test_many_may_ask_at_once(service: TestRepository, home: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(Path(consolidator.__file__).parents[1])}
    words = [sys.executable, "-m", "consolidator", "scan", "-q", "-f", "json"]
    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(lambda _: subprocess.run(words, capture_output=True, env=env).stdout, range(8)))
    assert len(set(said)) == 1 and json.loads(said[0])["databases"]


def test_what_a_partial_clone_left_away_may_come(service: TestRepository, runs: Runs, tmp_path: Path) -> None:
    service.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    words = ["git", "clone", "-q", "--no-checkout", "--filter=blob:none", f"file://{service.root}", clone]
    subprocess.run(words, check=True)
    os.chdir(clone)
    first = [runs("scan", "-f", "json") for _ in range(2)]
    assert len(set(first)) == 1 and runs.count == 2
    subprocess.run(["git", "checkout", "-q"], check=True)
    assert "src/users.py" in runs("scan", "-f", "json")[1] and "src/users.py" not in first[0][1]


class Asked(dict[str, str]):
    """Variables that remember which of them somebody asks for by name."""

    def __init__(self, values: Mapping[str, str]) -> None:
        super().__init__(values)
        self.names: set[str] = set()

    def get(self, name: str, default: Any = None) -> Any:
        self.names.add(name)
        return super().get(name, default)

    def __getitem__(self, name: str) -> str:
        self.names.add(name)
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        self.names.add(str(name))
        return super().__contains__(name)


PLACES = {"XDG_CACHE_HOME", "_CONSOLIDATE_COMPLETE", "PATH", "GITHUB_STEP_SUMMARY"}
"""Where the cache and programs are; a completion has no answer, and what writes a summary is done again."""


@pytest.mark.parametrize("command", ["scan", "check", "scan -v --color always", "scan -f sarif", "scan -f markdown"])
def test_every_variable_that_is_asked_for_is_part_of_the_question(
    service: TestRepository, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Asked(os.environ)
    monkeypatch.setattr(os, "environ", asked)
    assert main(command.split()) in (0, 1)
    known = {*recalling.VARIABLES, *PLACES}
    assert {name for name in asked.names - known if not name.startswith(recalling.OWN_VARIABLES)} == set()
    assert {"NO_COLOR", "HOME"} & asked.names


READING = """
import os, sys
from pathlib import Path
opened = set()
sys.addaudithook(lambda event, told: opened.add(told[0]) if event == "open" else None)
from consolidator.cli import main
code = main(sys.argv[1:])
sys.stderr.write("".join(f"{os.path.realpath(os.fsdecode(name))}\\n" for name in opened if not isinstance(name, int)))
sys.exit(code)
"""


@pytest.mark.parametrize("command", ["scan", "check", "scan -f sarif", "scan -f markdown"])
def test_every_file_that_is_read_is_part_of_the_question(service: TestRepository, home: Path, command: str) -> None:
    package = Path(consolidator.__file__).parents[1]
    env = {**os.environ, "PYTHONPATH": str(package)}
    done = subprocess.run([sys.executable, "-c", READING, *command.split(), "-q"], capture_output=True, env=env)
    assert done.returncode in (0, 1), done.stderr
    opened = {Path(os.fsdecode(line)) for line in done.stderr.splitlines()}
    own = (package / "consolidator", package / "templates", home, Path(os.devnull))
    python = {Path(place).resolve() for place in (sys.prefix, sys.base_prefix, *filter(None, sys.path))}
    committed = {service.root / name for name in (*FILES, "app.py", "run.py", "consolidator.toml")}
    allowed = (*own, *python - {package, Path.cwd()}, Path(env.get("PYTHONPYCACHEPREFIX", os.devnull)))
    odd = {place for place in opened - committed if not any(place.is_relative_to(each) for each in allowed)}
    assert {place for place in odd if place.is_relative_to(service.root) or not _is_system(place)} == set()
    assert committed & opened


def _is_system(place: Path) -> bool:
    """What the system's own libraries read, such as the names of encodings and of file types."""
    return any(place.is_relative_to(folder) for folder in ("/usr", "/lib", "/proc", "/sys", "/dev", "/etc", "/tmp"))


def test_a_file_of_the_tool_that_changes_makes_it_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "lib" / "consolidator"
    (package / "room").mkdir(parents=True)
    (tmp_path / "lib" / "templates").mkdir()
    monkeypatch.setattr(consolidator, "__file__", str(package / "__init__.py"))
    seen = [installed.installed()]
    for name in ("__init__.py", "room/file.py", "room/data.json", "../templates/a.j2"):
        (package / name).write_text("1")
        seen.append(installed.installed())
        os.utime(package / name, ns=(1, 1))
        seen.append(installed.installed())
    assert len({repr(each) for each in seen}) == len(seen)
    (package / "__pycache__").mkdir()
    (package / "__pycache__" / "a.pyc").write_text("1")
    assert installed.installed() == seen[-1]


def test_a_scan_looks_at_all_entries_once_at_most(
    service: TestRepository, runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[Path] = []
    monkeypatch.setattr("consolidator.keeping.trim", looks.append)
    for words, more in (("scan", 1), ("scan", 0), ("scan -v", 1), ("check --diff-base HEAD", 0)):
        before = len(looks)
        runs(*words.split())
        assert len(looks) - before <= more
    assert looks
