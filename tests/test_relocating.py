"""Expressions that move to another module: what they become there, and when they cannot."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from casework import snapshot_of

from consolidator.deciding.relocation import NotRelocatable, Relocated, Relocator
from consolidator.meaning.world import World
from consolidator.survey import survey

HEAD = "import os\nfrom sqlalchemy import create_engine\n"
TAKES_TARGET = "from app.db import URL\n"
AT_TOP = "URL = os.environ['URL']\n"
SETTINGS = "settings = make()\ncreate_engine(settings.url)\n"
HELPER = "def url():\n    return os.environ['URL']\ncreate_engine(url())\n"
IN_FUNCTION = "def make():\n    {}\n    return create_engine({})\n"


def moved(
    source: str, closed: bool, home: bool = False, more: Mapping[str, bytes] | None = None, path: str = "app/x.py"
) -> Relocated:
    """What becomes of the URL of a module's only engine in `app/db.py`."""
    main = b"from app.x import create_engine\n"
    files = {"app/__init__.py": b"", "app/main.py": main, path: (HEAD + source).encode()}
    files.update(more or {})
    world = World(survey(snapshot_of(files)))
    (call,) = [row for row in world.facts[path].calls if row.expr.parts[0].value == "create_engine"]
    relocator = Relocator(world, "app/db.py", frozenset({path} if closed else ()), path if home else None)
    return relocator.move(path, call.expr.parts[1], call.scope)


@pytest.mark.parametrize(
    ("source", "closed", "home", "text", "imports"),
    [
        (AT_TOP + "create_engine(URL)\n", False, False, "URL", ("from app.x import URL",)),
        (AT_TOP + "create_engine(URL)\n", True, False, "os.environ['URL']", ("import os",)),
        (AT_TOP + "create_engine(URL)\n", True, True, "URL", ("from app.x import URL",)),
        (
            "from here import url\n" + IN_FUNCTION.format("url = os.environ['U']", "url"),
            False,
            False,
            "os.environ['U']",
            ("import os",),
        ),
        (HELPER, False, False, "url()", ("from app.x import url",)),
        (HELPER, True, False, "os.environ['URL']", ("import os",)),
        (SETTINGS, False, False, "settings.url", ("from app.x import settings",)),
        (
            IN_FUNCTION.format("url = os.environ['U']", "url + '/x'"),
            False,
            False,
            "os.environ['U'] + '/x'",
            ("import os",),
        ),
        (
            IN_FUNCTION.format("pass", "f\"{os.environ['U']}/x\""),
            True,
            False,
            "f\"{os.environ['U']}/x\"",
            ("import os",),
        ),
    ],
)
def test_what_it_becomes(source: str, closed: bool, home: bool, text: str, imports: tuple[str, ...]) -> None:
    found = moved(source, closed, home)
    assert (found.text, found.imports) == (text, imports)


@pytest.mark.parametrize(
    ("source", "closed"),
    [
        (TAKES_TARGET + "create_engine(URL)\n", False),
        (TAKES_TARGET + AT_TOP.replace("URL =", "OTHER =") + "create_engine(URL)\n", True),
        (IN_FUNCTION.format("user = os.environ['U']", "f'postgresql://{user}@h/db'"), False),
        (IN_FUNCTION.format("user = os.environ['U']", "f'postgresql://{user + str(1)}@h/db'"), False),
        (IN_FUNCTION.format("url = one()\n    url = two()", "url"), False),
        ("URL = URL + 'x'\ncreate_engine(URL)\n", True),
        (AT_TOP + "create_engine([URL for _ in 'x'][0])\n", False),
    ],
)
def test_what_cannot_move(source: str, closed: bool) -> None:
    with pytest.raises(NotRelocatable):
        moved(source, closed, more={"app/db.py": b"import os\n\nURL = os.environ['URL']\n"})


def test_what_a_module_that_nothing_can_import_holds_cannot_be_taken_from_there() -> None:
    with pytest.raises(NotRelocatable):
        moved(AT_TOP + "create_engine(URL)\n", closed=False, path="old-jobs/x.py")
