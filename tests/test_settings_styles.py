"""Settings styles: every case folder, and what the new settings mean when the module is run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from consolidator.model import Facts, PoolOptions, SettingsHome, SettingsReader
from consolidator.registry import choose_home, settings_homes, settings_style, settings_styles
from consolidator.settings_styles.documents import document_edits
from consolidator.settings_styles.variables import new_settings, new_variables, variables
from consolidator.syntax.reading import read
from consolidator.syntax.rewriting import apply

CASES = Path(__file__).parent / "cases" / "settings"
ALL = sorted(folder.name for folder in CASES.iterdir())
DOCUMENTS = [name for name in ALL if "document_" in name]
NAMES = [name for name in ALL if name not in DOCUMENTS]
NEW = new_settings(PoolOptions())


def settled(path: Path, near: str) -> tuple[Facts, SettingsHome | None, str]:
    facts = read(path.name, path.read_bytes())
    home = choose_home(settings_homes(facts), near) or choose_home(settings_homes(facts), "SIGNING_KEY")
    edits = settings_style(home).add(facts, home, NEW, near=near) if home else ()
    return facts, home, apply(facts, edits)


def near_of(case: str) -> str:
    file = CASES / case / "near.txt"
    return file.read_text().strip() if file.exists() else "DATABASE_URL"


def described(home: SettingsHome, reader: SettingsReader) -> str:
    named = ", ".join(variable for _, variable in variables(home, NEW))
    rows = [home.style, *reader.imports, str(reader.accessor), str(dict(reader.names)), named]
    return "\n".join(rows) + "\n"


@pytest.mark.parametrize("case", NAMES)
def test_case(case: str, request: pytest.FixtureRequest) -> None:
    (before,) = (CASES / case / "before").iterdir()
    after = CASES / case / "after" / before.name
    facts, home, text = settled(before, near_of(case))
    changed = text != facts.source
    if request.config.getoption("--update", default=False) and changed:
        assert home is not None
        after.parent.mkdir(exist_ok=True)
        after.write_bytes(text.encode())
        reader = settings_style(home).reader(facts, home, "app.config")
        (CASES / case / "reader.txt").write_text(described(home, reader))
    assert text.encode() == (after if after.exists() else before).read_bytes()
    assert (CASES / case / "reason.txt").read_text().strip()
    compile(text, before.name, "exec")


@pytest.mark.parametrize("case", [name for name in NAMES if (CASES / name / "after").exists()])
def test_a_second_run_changes_nothing_and_the_reader_finds_the_fields(case: str) -> None:
    (after,) = (CASES / case / "after").iterdir()
    facts, home, text = settled(after, near_of(case))
    assert text == facts.source
    assert home is not None
    reader = settings_style(home).reader(facts, home, "app.config")
    assert described(home, reader) == (CASES / case / "reader.txt").read_text()
    assert {key for key, _ in reader.names} >= {setting.key for setting in NEW}


PROBE = """
import runpy, sys
space = runpy.run_path(sys.argv[1])
holder = eval(sys.argv[2], space) if sys.argv[2] else type("Module", (), space)
print([getattr(holder, name) for name in sys.argv[3:]])
"""
RUNNABLE = ("env_module", "plain_class", "dataclass", "constructed", "flask_config")


@pytest.mark.parametrize("case", [name for name in NAMES if name.startswith(RUNNABLE)])
def test_the_new_settings_follow_the_environment(case: str) -> None:
    (after,) = (CASES / case / "after").iterdir()
    facts, home, _ = settled(after, near_of(case))
    assert home is not None
    reader = settings_style(home).reader(facts, home, "app.config")
    names = [dict(reader.names)[setting.key] for setting in NEW]
    variable = dict(zip(("size", "max_overflow"), (v for _, v in variables(home, NEW)), strict=False))
    environment = {"DATABASE_URL": "x://y", "APP_DATABASE_URL": "x://y", "SECRET_KEY": "s", variable["size"]: "7"}
    command = [sys.executable, "-c", PROBE, str(after), (home.accessor or ""), *names]
    done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[7, 10, 30, 1800]"


@pytest.mark.parametrize("case", DOCUMENTS)
def test_document(case: str, request: pytest.FixtureRequest) -> None:
    (before,) = (CASES / case / "before").iterdir()
    text = before.read_bytes().decode()
    after = CASES / case / "after" / before.name
    new = documented(before.name, text)
    if request.config.getoption("--update") and new != text:
        after.parent.mkdir(exist_ok=True)
        after.write_bytes(new.encode())
    assert new.encode() == (after if after.exists() else before).read_bytes()
    assert (new == text) == case.startswith("kept_")
    assert documented(before.name, new) == new


def documented(name: str, text: str) -> str:
    for edit in reversed(document_edits(name, text, new_variables(None, NEW), "DATABASE_URL")):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


def test_only_new_settings_are_documented() -> None:
    facts = read("config.py", (CASES / "pydantic_v2_alias" / "before" / "config.py").read_bytes())
    home = choose_home(settings_homes(facts), "database_url")
    names = [variable for _, variable in new_variables(home, NEW)]
    assert names == ["DATABASE_POOL_MAX_OVERFLOW", "DATABASE_POOL_TIMEOUT", "DATABASE_POOL_RECYCLE"]


def test_every_style_has_cases() -> None:
    styles = {style.STYLE for style in settings_styles()}
    assert styles == {
        (CASES / n / "reader.txt").read_text().split("\n")[0] for n in NAMES if (CASES / n / "after").exists()
    }


def test_a_third_of_the_cases_show_restraint() -> None:
    kept = [name for name in ALL if not (CASES / name / "after").exists()]
    assert len(kept) * 3 >= len(ALL)
    assert all(name.startswith("kept_") for name in kept)
