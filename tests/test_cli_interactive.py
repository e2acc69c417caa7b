"""Asking for each site, and what was decided kept and replayed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest
from git_support import TestRepository
from guard.conftest import ENGINE, FILES
from sample_values import DATABASE, PLAN, SNAPSHOT, finding, site

from consolidator.cli import main
from consolidator.cli.interactive import Answers, Screen, ask_each, confirm, require_terminal
from consolidator.declining import is_settled
from consolidator.errors import UsageError
from consolidator.model import Action
from consolidator.report.hunks import around

pytest_plugins = ("git_fixtures",)
PLACES = (("src/a.py", 7), ("src/a.py", 9), ("src/b.py", 3))
SITES = tuple(finding("CE101", Action.CONSOLIDATED, path, line) for path, line in PLACES)
SCREEN = Screen(
    hunk=lambda site: f"<hunk of {site.path}:{site.line}>\n",
    file=lambda site: f"<all of {site.path}>\n",
    explain=lambda code: f"<why {code}>",
)
COMMAND = import_module("consolidator.cli.commands.run")


def answering(*answers: str) -> tuple[list[bool | None], list[str], bool]:
    """What was decided of each site, every prompt, and whether it was stopped."""
    prompts: list[str] = []
    given: Iterator[str] = iter(answers)
    said = Answers()

    def ask(prompt: str) -> str:
        prompts.append(prompt)
        return next(given)

    ask_each(SITES, SCREEN, ask, said)
    assert next(given, None) is None, "an answer was not asked for"
    return [said.given.get(site) for site in SITES], prompts, said.stopped


def test_each_site_is_asked_for_with_its_own_hunk_and_reason() -> None:
    said, prompts, _ = answering("y", "n", "y")
    assert said == [True, False, True]
    assert ["<hunk of src/a.py:9>" in prompt for prompt in prompts] == [False, True, False]
    assert "(1 of 3) src/a.py:7 make: CE101 engine beside others of its database" in prompts[0]
    assert "If you accept, The URL is the same.\nShare this engine? [y,n,a,q,b,e,v,?] " in prompts[0]


def test_no_answer_is_no_and_all_takes_the_rest() -> None:
    assert answering("", "y", "y")[0] == [False, True, True]
    assert answering("n", "a")[0] == [False, True, True]


def test_quit_leaves_the_rest_open() -> None:
    said, _, stopped = answering("y", "q")
    assert said == [True, None, None] and stopped


def test_back_asks_again_and_forgets_what_was_said() -> None:
    assert answering("y", "b", "n", "y", "y")[0] == [False, True, True]
    assert answering("y", "b", "q")[0] == [None, None, None]
    said, prompts, _ = answering("b", "y", "y", "y")
    assert said == [True, True, True] and "This is the first one." in prompts[1]


def test_explaining_and_viewing_show_and_ask_again() -> None:
    said, prompts, _ = answering("e", "v", "what", "y", "y", "y")
    assert said == [True, True, True]
    assert "<why CE101>" in prompts[1] and "<all of src/a.py>" in prompts[2] and "e  explain why" in prompts[3]
    assert all(prompt.endswith("Share this engine? [y,n,a,q,b,e,v,?] ") for prompt in prompts)


@pytest.mark.parametrize(("answer", "sure"), [("y", True), ("yes", True), ("", False), ("q", False), ("n", False)])
def test_only_a_yes_commits_what_was_accepted(answer: str, sure: bool) -> None:
    assert confirm(lambda prompt: answer, "Commit?") is sure


PATCH = (
    b"diff --git a/x b/x\n--- a/x\n+++ b/x\n"
    b"@@ -1,2 +1,3 @@\n one\n+new\n two\n@@ -7,3 +8,2 @@\n seven\n-eight\n nine\n@@ -20 +20 @@\n-a\n+b\n"
)


@pytest.mark.parametrize(
    ("line", "starts"), [(1, [b"1,2"]), (8, [b"7,3"]), (9, [b"7,3"]), (20, [b"20"]), (15, [b"1,2", b"7,3", b"20"])]
)
def test_a_site_is_shown_with_the_hunk_that_covers_it(line: int, starts: list[bytes]) -> None:
    found = around(PATCH, line)
    assert found.startswith(b"diff --git") and found.count(b"@@ -") == len(starts)
    assert all(b"@@ -" + start in found for start in starts)


@pytest.mark.parametrize("streams", [(False, True), (True, False)])
def test_without_a_terminal_it_is_a_usage_error(streams: tuple[bool, bool]) -> None:
    with pytest.raises(UsageError, match="needs a terminal"):
        require_terminal(*streams)


def test_a_second_run_may_find_what_was_declined_and_nothing_else() -> None:
    sites = (site("src/a.py", 7), site("src/a.py", 9), site("src/b.py", 3))
    first = replace(PLAN, databases=(replace(DATABASE, sites=sites),))
    moved = replace(first, databases=(replace(DATABASE, sites=(replace(sites[0], line=99),)),))
    assert is_settled(moved, first, frozenset({("src/a.py", 7)}))
    assert not is_settled(moved, first, frozenset())
    assert not is_settled(first, first, frozenset({("src/a.py", 7)}))
    assert SNAPSHOT.commit


Run = Callable[..., tuple[int, str, str]]
STOCK = {"app/stock.py": ENGINE.format(name="stock").encode()}


@pytest.fixture
def service(tmp_path: Path, own_settings: Path, monkeypatch: pytest.MonkeyPatch) -> TestRepository:
    from git_support import make

    made = make(tmp_path / "service")
    made.commit({**FILES, **STOCK})
    monkeypatch.chdir(made.root)
    return made


@pytest.fixture
def run(service: TestRepository, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """`run` with answers typed at a terminal: exit code and both streams."""
    monkeypatch.setattr(COMMAND, "require_terminal", lambda *streams: None)

    def call(*arguments: str, answers: str = "") -> tuple[int, str, str]:
        given = iter(answers)
        monkeypatch.setattr(COMMAND, "ask_terminal", lambda prompt: next(given))
        code = main(["run", *arguments])
        assert next(given, None) is None, "an answer was not asked for"
        out, err = capfd.readouterr()
        return code, out, err

    return call


BRANCH = "feat/db-connection-pooling"


def changed(service: TestRepository) -> set[str]:
    """The application's modules that the branch changes."""
    names = service.line("diff", "--name-only", f"main...{BRANCH}").splitlines()
    return {name for name in names if name in ("app/orders.py", "app/stock.py", "app/users.py")}


def test_what_is_accepted_is_committed_and_the_decisions_are_kept(service: TestRepository, run: Run) -> None:
    code, _, err = run("--interactive", "--decisions", "said.json", answers="yny")
    assert code == 0 and "Decided: 2 sites shared, 1 left as they are." in err
    assert changed(service) == {"app/orders.py", "app/users.py"}
    rows = json.loads(Path("said.json").read_bytes())["decisions"]
    assert [(row["path"], row["symbol"], row["decision"]) for row in rows] == [
        ("app/orders.py", "orders", "share"),
        ("app/stock.py", "stock", "leave"),
        ("app/users.py", "users", "share"),
    ]


def test_they_are_replayed_though_lines_moved(service: TestRepository, run: Run) -> None:
    run("--interactive", "--decisions", "said.json", "-n", answers="yny")
    service.commit({"app/users.py": b"# Users.\n" + FILES["app/users.py"]})
    document = json.loads(run("--decisions", "said.json", "-n", "-f", "json")[1])
    kept = {each["path"]: each["reason"] for each in document["findings"] if each["code"] == "CE215"}
    assert kept == {"app/stock.py": "it was decided to leave it alone"}
    assert len(document["decisions"]["shared"]) == 2 and document["decisions"]["stale"] == []


def test_what_nobody_decided_about_stays_and_is_told(service: TestRepository, run: Run) -> None:
    run("--interactive", "--decisions", "said.json", "-n", answers="yyy")
    service.commit({"app/more.py": ENGINE.format(name="more").encode()})
    code, out, err = run("--decisions", "said.json", "-n")
    assert code == 0 and "a/app/users.py" in out and "a/app/more.py" not in out
    assert "Not decided, and left as they are (1):" in err and "app/more.py:7" in err
    assert "consolidate run --interactive --decisions said.json" in err


def test_what_is_gone_is_told_and_forgotten_when_written_anew(service: TestRepository, run: Run) -> None:
    run("--interactive", "--decisions", "said.json", "-n", answers="yyy")
    service.commit({"app/stock.py": b""})
    assert "Decided in said.json of what is there no more (1):" in run("--decisions", "said.json", "-n")[2]
    run("--interactive", "--decisions", "said.json", "-n")
    assert "app/stock.py" not in Path("said.json").read_text()


def test_quitting_asks_whether_to_commit_and_the_rest_can_be_decided_later(service: TestRepository, run: Run) -> None:
    code, _, err = run("--interactive", "--decisions", "said.json", answers="yyqn")
    assert code == 0 and "Nothing was written." in err and service.line("branch", "--list", BRANCH) == ""
    assert len(json.loads(Path("said.json").read_bytes())["decisions"]) == 2
    assert run("--interactive", "--decisions", "said.json", answers="qy")[0] == 0
    assert changed(service) == {"app/orders.py", "app/stock.py"}


def test_an_interruption_loses_no_answer(service: TestRepository, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(prompt: str) -> str:
        if "(2 of 3)" in prompt:
            raise KeyboardInterrupt
        return "y"

    monkeypatch.setattr(COMMAND, "ask_terminal", interrupted)
    assert main(["run", "--interactive", "--decisions", "said.json"]) == 130
    assert len(json.loads(Path("said.json").read_bytes())["decisions"]) == 1


@pytest.mark.parametrize(
    ("content", "code", "told"),
    [
        (None, 6, "cannot read said.json: No such file or directory. Make it with `consolidate run --interactive"),
        ("{", 2, "said.json is not JSON"),
        ("{}", 2, "said.json holds no decisions"),
        ('{"schema_version": "9"}', 2, "said.json has the version '9', and '1' is read"),
        ('{"schema_version": "1", "decisions": [{"decision": "maybe"}]}', 2, "something else than decisions"),
    ],
)
def test_a_file_without_decisions_is_one_clear_error(run: Run, content: str | None, code: int, told: str) -> None:
    if content is not None:
        Path("said.json").write_text(content)
    status, out, err = run("--decisions", "said.json")
    assert status == code and out == "" and told in err and err.count("\n") == 1
