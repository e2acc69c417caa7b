"""The proofs that a proposed result must pass: each with a result it lets through and results it stops."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import suppress

import pytest

from consolidator.check import apply, flaws, unproven
from consolidator.check.result import blob_id
from consolidator.frozen import replace
from consolidator.model import Change, ChangeSet, Entry, Flaw, Snapshot
from consolidator.survey import Survey, survey
from consolidator.syntax.reading import Unreadable, read

DB = b"from sqlalchemy import create_engine\n\n\ndef get_engine():\n    return create_engine('sqlite://')\n"
BEFORE = {
    "src/__init__.py": b"",
    "src/config.py": b'# The database\nURL = "postgresql://app:s3cret@host/db"\n',
    "src/models.py": b"from sqlalchemy import create_engine\nfrom src.config import URL\nengine = create_engine(URL)\n",
    "src/report.py": b"from src.models import engine\n\n\ndef rows():\n    return engine.connect()\n",
    "src/words.py": b"def shout(text):\n    return text.upper()\n",
    "scripts/run.py": b"import helper\n\nengine = helper.make()\n",
    "scripts/helper.py": b"def make():\n    return None\n",
}
MODELS = b"from src.db import get_engine\n\nengine = get_engine()\n"


def snapshot_of(files: Mapping[str, bytes], modes: Mapping[str, str] | None = None) -> Snapshot:
    entries = [Entry(p, (modes or {}).get(p, "100644"), blob_id(d, 40), len(d)) for p, d in sorted(files.items())]
    return Snapshot("0" * 40, "main", tuple(entries), dict(files))


def change_to(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> ChangeSet:
    return ChangeSet(tuple(Change(path, before.get(path), data) for path, data in sorted(after.items())))


def reasons(after: Mapping[str, bytes], before: Mapping[str, bytes] = BEFORE) -> list[str]:
    snapshot, changes = snapshot_of(before), change_to(before, after)
    found = flaws(snapshot, changes)
    assert flaws(snapshot, changes, seen_in(snapshot)) == found, "what a survey has seen makes no difference"
    return [str(flaw) for flaw in found]


def seen_in(snapshot: Snapshot) -> Survey:
    """A survey of the snapshot that has read every module that can be read."""
    facts = {}
    for path, data in snapshot.texts.items():
        with suppress(Unreadable):
            facts[path] = read(path, data)
    return replace(survey(snapshot), facts={path: row for path, row in facts.items() if path.endswith(".py")})


def test_a_right_result_passes() -> None:
    assert reasons({"src/db.py": DB, "src/models.py": MODELS}) == []


def test_no_change_passes() -> None:
    assert flaws(snapshot_of(BEFORE), ChangeSet(())) == ()


STOPPED = [
    ("parses", {"src/models.py": b"from src.db import (\n"}, "src/models.py: it would not parse"),
    ("parses", {"src/models.py": b"engine = 1\nreturn engine\n"}, "src/models.py: it would not parse"),
    ("names", {"src/models.py": b"engine = get_engine()\n"}, "undefined name 'get_engine'"),
    ("names", {"src/db.py": DB + b"import os\n"}, "'os' imported but unused"),
    (
        "names",
        {"src/db.py": DB, "src/models.py": b"from src.db import get_engine\nengine = 1\n"},
        "imported but unused",
    ),
    ("names", {"src/db.py": b"import os\n\n\ndef os():\n    pass\n"}, "redefinition of unused 'os'"),
    ("names", {"src/db.py": b"import os\nfrom __future__ import annotations\nos.name\n"}, "would not parse"),
    ("names", {"src/db.py": b'__all__ = ["lost"]\n'}, "undefined name 'lost' in __all__"),
    (
        "gone",
        {"src/models.py": b"from src.config import URL\n\nother = URL\n"},
        "src/report.py: it imports engine from",
    ),
    ("gone", {"src/models.py": b"from src.config import OTHER\n\nengine = OTHER\n"}, "OTHER is not in src/config.py"),
    ("gone", {"src/db.py": b"x = 1\n", "src/models.py": MODELS}, "get_engine is not in src/db.py"),
    ("resolve", {"src/models.py": b"from src.dbs import x\n\nengine = x\n"}, "src.dbs cannot be imported from there"),
    ("resolve", {"src/models.py": b"from .dbs import x\n\nengine = x\n"}, ".dbs cannot be imported from there"),
    ("resolve", {"src/models.py": b"import config\n\nengine = config.URL\n"}, "config cannot be imported from there"),
    (
        "resolve",
        {"src/db.py": DB, "scripts/run.py": b"from src.db import get_engine\n\nengine = get_engine()\n"},
        "scripts/run.py: line 1: src.db cannot be imported from there",
    ),
    (
        "cycle",
        {"src/db.py": b"from src.report import rows\n\nget_engine = rows\n", "src/models.py": MODELS},
        "src/db.py: importing src/report.py closes an import cycle: "
        "src/db.py -> src/report.py -> src/models.py -> src/db.py",
    ),
    ("intent", {"src/words.py": b"def shout(text):\n    return text\n"}, "src/words.py: it has nothing to do with"),
    ("intent", {"src/words.py": BEFORE["src/words.py"]}, "it would not change"),
    ("intent", {"../src/db.py": DB}, "outside"),
    ("intent", {"/src/db.py": DB}, "outside"),
    ("intent", {".git/hooks/pre-commit": b"echo"}, "outside"),
    ("intent", {"src/models.py/db.py": DB}, "src/models.py is not a folder"),
    ("noise", {"src/models.py": BEFORE["src/models.py"].replace(b"\n", b"\r\n")}, "line endings would change"),
    ("noise", {"src/models.py": BEFORE["src/models.py"].replace(b"(URL)", b"(URL)  ")}, "only white space"),
    ("noise", {"src/models.py": BEFORE["src/models.py"].rstrip(b"\n")}, "only white space"),
    ("noise", {"src/models.py": b"\xef\xbb\xbf" + BEFORE["src/models.py"]}, "byte order mark"),
    ("noise", {"src/report.py": BEFORE["src/report.py"].replace(b"    ret", b"  ret")}, "only white space"),
    ("noise", {"src/report.py": BEFORE["src/report.py"] + b"\n\n"}, "only white space"),
    (
        "password",
        {"src/db.py": b'URL = "postgresql://app:hunter2@host/db"\n'},
        "a new URL would hold a literal password",
    ),
    ("password", {"README.md": b"postgresql+asyncpg://app:hunter2@host/db\n"}, "a new URL would hold"),
]


@pytest.mark.parametrize(("proof", "after", "expected"), STOPPED)
def test_stopped(proof: str, after: dict[str, bytes], expected: str) -> None:
    found = reasons(after)
    assert any(expected in line for line in found), (proof, found)


@pytest.mark.parametrize(
    ("blank", "changed", "noise"), [(3, 35, True), (35, 3, True), (19, 20, False), (20, 19, False)]
)
def test_a_blank_line_is_noise_unless_it_is_near_what_changes(blank: int, changed: int, noise: bool) -> None:
    lines = ["from src.models import engine\n", *(f"x{at} = {at}\n" for at in range(40))]
    new = [f"x = engine  # {line}" if at == changed else line for at, line in enumerate(lines)]
    new.insert(blank, "\n")
    long = {"src/long.py": "".join(lines).encode()}
    found = reasons({"src/long.py": "".join(new).encode()}, {**BEFORE, **long})
    assert any("only white space" in each for each in found) is noise


def test_a_flaw_that_was_there_on_another_line_is_none() -> None:
    old = b"import os\nfrom src.models import engine\n\n\ndef os():\n    return engine\n"
    later = (
        b"rows = []\n\n\ndef f():\n    for row in rows:\n        print(rows)\n        rows = [row]\n"
        b"    return engine\n\n\nengine = 1\n"
    )
    before = {**BEFORE, "src/one.py": old, "src/two.py": later}
    after = {"src/one.py": b"# engine\n" + old, "src/two.py": b"# engine\n" + later}
    assert reasons(after, before) == []


UNPARSED = {
    "by name": b"from src.models import (engine)\n\nprint engine\n",
    "by star": b"from src.models import *\n\nprint engine\n",
    "by module": b"import src.models\n\nprint src.models.engine\n",
    "by its package": b"from src import models\n\nprint models.engine\n",
}


@pytest.mark.parametrize("text", UNPARSED.values(), ids=UNPARSED)
def test_a_name_that_a_file_which_does_not_parse_takes_must_stay(text: bytes) -> None:
    before = {**BEFORE, "src/old.py": text}
    renamed = b"from src.db import get_engine\n\nother = get_engine()\n"
    found = reasons({"src/db.py": DB, "src/models.py": renamed}, before)
    assert "src/old.py: it does not parse and takes engine from src/models.py, where it is gone" in found


def test_a_file_that_this_python_reads_is_none_that_it_refuses_afterwards() -> None:
    newer = reasons({"src/db.py": DB, "src/models.py": b"type Row = int\n" + MODELS})
    assert ("src/models.py: it would not parse" in newer) is (sys.version_info < (3, 12))


def test_a_file_that_does_not_parse_and_takes_another_name_is_no_obstacle() -> None:
    before = {**BEFORE, "src/old.py": b"from src.config import URL\n\nprint URL\n"}
    assert reasons({"src/db.py": DB, "src/models.py": MODELS}, before) == []


IMPORTS_LATE = ("def f():", "    import src.models as m", "    return m", "", "", "URL = 1")
IMPORTS_TYPES = ("from typing import TYPE_CHECKING", "", "if TYPE_CHECKING:", "    from src.models import engine")
WRAPPED = (
    "def f(engine):",
    "    try:",
    "        a = 1",
    "",
    "        b = 2",
    "    finally:",
    "        engine.dispose()",
)
UNWRAPPED = ("def f(engine):", "    a = 1", "", "    b = 2")
FACTORY = ("def make():", "    return 1", "", "", "engine = make()")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("from src.config import *\nengine.a = URL\n", "# *\nengine.a = URL\n", "undefined name 'URL'"),
        ("import os\nengine = os\n", "import os\nengine = 1\n", "'os' imported but unused"),
        ("import os\nimport sys\nengine = sys\n", "import os\nimport sys\nengine = 1\n", "'sys' imported but unused"),
        ("import a.os\nimport os\nengine = os\n", "import a.os\nimport os\nengine = 1\n", "'os' imported but unused"),
        ("a = engine\nb = a\n", "c = engine\nb = a\n", "undefined name 'a'"),
        ("def f(x):\n    return x, engine\n", "def f():\n    return x, engine\n", "undefined name 'x'"),
        ("# ruff: noqa\nimport os\nengine.begin()\n", "import os\nengine.begin()\n", "'os' imported but unused"),
    ],
    ids=[
        "bound by a star",
        "used no longer",
        "another was unused before",
        "a name in a name",
        "bound",
        "a parameter",
        "excused",
    ],
)
def test_a_flaw_of_a_line_that_is_the_same_is_new_where_others_changed(old: str, new: str, expected: str) -> None:
    head = "from src.models import engine\n"
    found = reasons({"src/one.py": (head + new).encode()}, {**BEFORE, "src/one.py": (head + old).encode()})
    assert any(expected in line for line in found), found


CALLS = ("from src.models import make", "", "make().go()")
ATTRIBUTE = ("import src.models as m", "", "", "def go(app):", "    return app.spare, m.engine")
MARKED = MODELS + b"from src.config import URL as URL\n"
COMMENTED = MODELS + b"from src.config import URL  # noqa: E402, F401\n"
BROKEN = ("from src.config import NOPE", "", "engine = NOPE")


def source(*lines: str) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


PASSING: list[tuple[str, dict[str, bytes], dict[str, bytes]]] = [
    ("a known password moves", {}, {"src/db.py": b'URL = "postgresql://app:s3cret@host/db"\n'}),
    ("a replacement field is no password", {}, {"src/db.py": b'p = 1\nURL = f"postgresql://app:{p}@host/db"\n'}),
    ("a re-export is marked", {}, {"src/db.py": DB, "src/models.py": MARKED}),
    ("a re-export has a comment", {}, {"src/db.py": DB, "src/models.py": COMMENTED}),
    ("an import inside a function closes no cycle", {}, {"src/config.py": source(*IMPORTS_LATE)}),
    ("types close no cycle", {}, {"src/config.py": source(*IMPORTS_TYPES, "URL: 'engine'")}),
    ("an old flaw stays", {"src/old.py": b"import os\nengine = 1\n"}, {"src/old.py": b"import os\nengine = 2\n"}),
    ("an old broken import stays", {"src/old.py": source(*BROKEN)}, {"src/old.py": source(*BROKEN, "engine = 1")}),
    ("unwrapping a block dedents it", {"src/old.py": source(*WRAPPED)}, {"src/old.py": source(*UNWRAPPED)}),
    (
        "a file that names no engine but calls a factory of a changed file",
        {"src/go.py": source(*CALLS), "src/models.py": source(*FACTORY)},
        {"src/go.py": source(*CALLS, "make().run()"), "src/models.py": source(*FACTORY, "engine = make()")},
    ),
    (
        "an attribute of another object has the name of what is gone",
        {"src/models.py": BEFORE["src/models.py"] + b"spare = 1\n", "src/job.py": source(*ATTRIBUTE)},
        {"src/models.py": BEFORE["src/models.py"]},
    ),
    ("a module serves old names", {}, {"src/models.py": source("def __getattr__(name):", "    raise KeyError(name)")}),
    ("line endings are kept", {"src/old.py": b"engine = 1\r\nx = 2\r\n"}, {"src/old.py": b"engine = 3\r\nx = 2\r\n"}),
]


@pytest.mark.parametrize(("why", "extra", "after"), PASSING)
def test_let_through(why: str, extra: dict[str, bytes], after: dict[str, bytes]) -> None:
    assert reasons(after, {**BEFORE, **extra}) == [], why


def test_a_name_used_through_its_module_is_missed_too() -> None:
    before = {**BEFORE, "src/job.py": b"import src.models as m\n\nm.engine.connect()\n"}
    found = reasons({"src/models.py": b"from src.config import URL\n\nother = URL\n"}, before)
    assert "src/job.py: line 3: it uses engine of src/models.py, where it is gone" in found


def test_a_cycle_through_a_try_is_seen() -> None:
    before = {
        **BEFORE,
        "src/config.py": b"try:\n    import src.models as m\nexcept ImportError:\n    m = None\nURL = 'engine'\n",
    }
    before["src/models.py"] = b"engine = 1\n"
    found = reasons({"src/models.py": b"from src.config import URL\n\nengine = URL\n"}, before)
    assert found == [
        "src/models.py: importing src/config.py closes an import cycle: src/models.py -> src/config.py -> src/models.py"
    ]


def test_a_cycle_through_a_package_that_runs_first_is_seen() -> None:
    before = {"app/__init__.py": b"import jobs\n", "app/main.py": b"import jobs\n", "jobs.py": b"engine = 1\n"}
    found = reasons({"app/db.py": DB, "jobs.py": b"from app.db import get_engine\n\nengine = get_engine()\n"}, before)
    assert found and "closes an import cycle: jobs.py -> app/__init__.py -> jobs.py" in found[0]


def test_a_change_must_start_from_the_text_that_was_read() -> None:
    stale = ChangeSet((Change("src/models.py", b"engine = 0\n", b"engine = 1\n"),))
    assert [flaw.reason for flaw in flaws(snapshot_of(BEFORE), stale)] == ["its text is not the one that was read"]


def test_a_file_outside_the_snapshot_is_compared_by_its_id() -> None:
    snapshot = snapshot_of({**BEFORE, ".env.example": b"A=1\n"})
    texts = {path: data for path, data in snapshot.texts.items() if path != ".env.example"}
    partial = Snapshot(snapshot.commit, "main", snapshot.entries, texts)
    assert not flaws(partial, ChangeSet((Change(".env.example", b"A=1\n", b"A=1\nPOOL_SIZE=5\n"),)))
    assert flaws(partial, ChangeSet((Change(".env.example", b"A=2\n", b"A=1\nPOOL_SIZE=5\n"),)))


@pytest.mark.parametrize(
    ("mode", "expected"),
    [("120000", "it is not a plain file of the commit"), ("100755", "its file mode would change")],
)
def test_kind_and_mode_of_a_file_are_kept(mode: str, expected: str) -> None:
    snapshot = snapshot_of(BEFORE, {"src/models.py": mode})
    assert [flaw.reason for flaw in flaws(snapshot, change_to(BEFORE, {"src/models.py": b"engine = 1\n"}))] == [
        expected
    ]


def test_nothing_is_created_over_a_file_or_a_folder_or_twice() -> None:
    new = Change("src/db.py", None, DB)
    assert {flaw.reason for flaw in flaws(snapshot_of(BEFORE), ChangeSet((new, new)))} == {"it is changed twice"}
    over = ChangeSet((Change("src/models.py", None, DB), Change("src", None, DB)))
    assert [flaw.reason for flaw in flaws(snapshot_of(BEFORE), over)] == ["it exists already"] * 2


def test_the_message_names_files_that_are_there_and_hides_passwords() -> None:
    found = [Flaw("src/old.py", "undefined name 'x'", 1), Flaw("src/db.py", "postgresql://me:hunter2@db/x is new")]
    error = unproven(found, ["src/models.py"])
    assert "src/old.py: line 1: undefined name 'x'; src/db.py: postgresql://me:" in error.message
    assert "hunter2" not in error.message and error.exit_code == 5
    assert "`# consolidate: ignore-file` at the top of src/models.py" in error.cure


def test_apply_gives_the_tree_of_the_commit_to_come() -> None:
    after = apply(snapshot_of(BEFORE), change_to(BEFORE, {"src/db.py": DB, "src/models.py": MODELS}))
    assert after.texts["src/db.py"] == DB and after.texts["src/models.py"] == MODELS
    assert after.entries == snapshot_of({**BEFORE, "src/db.py": DB, "src/models.py": MODELS}).entries


def test_blob_ids_are_gits() -> None:
    assert blob_id(b"hello\n", 40) == "ce013625030ba8dba906f756967f9e9ca394464a"
    assert len(blob_id(b"hello\n", 64)) == 64
