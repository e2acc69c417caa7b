"""What a repository's own file may set, and what it never may: each key states its class."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pytest

from consolidator.config import OPTIONS, ConfigFile, Option, read_config, read_outside, resolve, strays
from consolidator.config.options import FileClass
from consolidator.config.standing import REASONS
from consolidator.errors import EnvironmentFailed, UsageError
from consolidator.model import Snapshot

RUNS_CODE = {
    "prove",
    "app",
    "app-dir",
    "import-only",
    "test-command",
    "setup",
    "python",
    "env",
    "dsn",
    "template-dir",
}
CHECKOUT = {"branch-exists", "no-commit", "switch", "hooks", "sign", "base", "output"}
CHANGE = {
    "target",
    "client-class",
    "health",
    "tests",
    "include-review",
    "size-home",
    "upgrade",
    "pool-size",
    "max-overflow",
    "pool-timeout",
    "pool-recycle",
    "pre-ping",
    "wait-warning",
    "branch",
    "closes",
    "workers",
    "replicas",
    "max-connections",
}
FORBIDDEN = [option for option in OPTIONS.values() if option.name not in CHANGE]


def snapshot(**texts: bytes) -> Snapshot:
    return Snapshot("c" * 40, "main", (), {name.replace("_", "."): text for name, text in texts.items()})


def plausible(option: Option) -> str:
    """A value that the option takes, in TOML."""
    values: dict[str, str] = {
        **dict.fromkeys(("switch", "toggle"), "true"),
        **dict.fromkeys(("number", "count", "issue"), "3"),
        "fraction": "0.5",
        "list": "['a']",
        "path": "'a.py'",
        "choice": f"'{option.choices[-1]}'" if option.choices else "",
    }
    return values.get(option.kind, "'x:y'")


def test_every_key_states_its_class_and_every_class_its_reason() -> None:
    classes = set(get_args(FileClass))
    assert {option.file for option in OPTIONS.values()} == classes
    assert set(REASONS) == classes - {"change"}
    with pytest.raises(TypeError):
        Option("new", "text", "A key without a class.", None, "Pool")  # type: ignore[call-arg]


def test_the_classes_are_those_of_the_contract() -> None:
    assert {name for name, option in OPTIONS.items() if option.file == "change"} == CHANGE
    assert {name for name, option in OPTIONS.items() if option.file == "runs-code"} >= RUNS_CODE
    assert {name for name, option in OPTIONS.items() if option.file in ("checkout", "call", "commit")} >= CHECKOUT


@pytest.mark.parametrize("spelling", ["dashes", "underscores"])
@pytest.mark.parametrize("name", ["consolidator_toml", "pyproject_toml"])
@pytest.mark.parametrize("option", FORBIDDEN, ids=lambda option: option.name)
def test_no_key_of_another_class_is_ever_taken_from_the_repository(option: Option, name: str, spelling: str) -> None:
    key = option.name if spelling == "dashes" else option.field
    text = f"[tool.consolidator]\n{key} = {plausible(option)}\n".encode()
    with pytest.raises(UsageError) as caught:
        resolve({}, {}, read_config(snapshot(**{name: text})))
    assert f"{key} cannot be set there" in caught.value.message
    assert option.flag in caught.value.cure and option.variable in caught.value.cure


@pytest.mark.parametrize("option", FORBIDDEN, ids=lambda option: option.name)
def test_a_flag_beside_it_does_not_make_a_forbidden_key_right(option: Option) -> None:
    file = ConfigFile("pyproject.toml", {option.name: "x"})
    with pytest.raises(UsageError, match="cannot be set there"):
        resolve({"pool-size": "3"}, {option.variable: ""}, file)


@pytest.mark.parametrize("name", sorted(CHANGE))
def test_what_shapes_the_change_is_taken_from_the_repository(name: str) -> None:
    option = OPTIONS[name]
    text = f"[tool.consolidator]\n{name} = {plausible(option)}\n".encode()
    settings = resolve({}, {}, read_config(snapshot(pyproject_toml=text)))
    assert settings.explicit == settings.from_repository == {option.field}


def test_a_key_that_is_overridden_is_not_the_repositorys() -> None:
    file = ConfigFile("pyproject.toml", {"branch": "a", "target": "a.py", "closes": 3})
    settings = resolve({"branch": "b"}, {"CONSOLIDATE_TARGET": "b.py"}, file)
    assert settings.from_repository == {"closes"}


def test_a_file_outside_sets_everything_and_goes_between_environment_and_repository(tmp_path: Path) -> None:
    place = tmp_path / "mine.toml"
    place.write_text("test-command = 'true'\npool-size = 7\nmax-overflow = 7\npool-timeout = 7\n")
    file = ConfigFile("pyproject.toml", {"pool-size": 6, "pool-recycle": 6})
    settings = resolve(
        {"config": str(place), "pool-timeout": "9"},
        {"CONSOLIDATE_MAX_OVERFLOW": "8"},
        file,
        read_outside(str(place)),
    )
    assert (settings.pool_recycle, settings.pool_size, settings.max_overflow, settings.pool_timeout) == (6, 7, 8, 9)
    assert settings.test_command == "true" and settings.from_repository == {"pool_recycle"}


def test_a_file_outside_may_be_a_pyproject_and_names_no_further_file(tmp_path: Path) -> None:
    place = tmp_path / "pyproject.toml"
    place.write_text("[project]\nname = 'x'\n[tool.consolidator]\nsign = true\n")
    assert read_outside(str(place)).values == {"sign": True}
    with pytest.raises(UsageError, match="config cannot be set there"):
        resolve({}, {}, None, ConfigFile("mine.toml", {"config": "other.toml"}))


def test_a_file_outside_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    for place in (tmp_path / "missing.toml", tmp_path):
        with pytest.raises(EnvironmentFailed, match="cannot read"):
            read_outside(str(place))
    with pytest.raises(UsageError, match="not valid TOML"):
        (tmp_path / "broken.toml").write_text("a = [\n")
        read_outside(str(tmp_path / "broken.toml"))


@pytest.mark.parametrize(
    "table",
    [
        b"[tool.consolidate]\n",
        b"[tool]\nconsolidate = {pool-size = 3}\n",
        b"[tool.consolidators]\n",
        b"[tool.Consolidator]\n",
        b"[tool.consolidator-cli]\n",
        b"[consolidator]\n",
        b"[tool.consolidator]\n[tool.consolidate]\n",
    ],
)
def test_a_table_under_a_mistyped_name_is_an_error(table: bytes) -> None:
    with pytest.raises(UsageError) as caught:
        read_config(snapshot(pyproject_toml=table))
    assert "is not read" in caught.value.message and "[tool.consolidator]" in caught.value.cure


@pytest.mark.parametrize(
    "text",
    [
        b"[tool.coverage.run]\nbranch = true\n",
        b"[project]\ndescription = 'consolidates orders; see tool.consolidator'\n",
        b"[tool.console]\n",
        b"tool = 3 # consolidator\n",
    ],
)
def test_other_tables_are_nobodys_mistake(text: bytes) -> None:
    assert read_config(snapshot(pyproject_toml=text)) == ConfigFile()


@pytest.mark.parametrize(
    "text",
    [b"[tool]\nconsolidator = {pool-size = 3}\n", b"[ tool . consolidator ]\npool-size = 3\n"],
)
def test_the_table_is_found_however_it_is_written(text: bytes) -> None:
    assert read_config(snapshot(pyproject_toml=text)).values == {"pool-size": 3}


def test_keys_beside_the_table_of_a_consolidator_toml_count_as_well() -> None:
    with pytest.raises(UsageError, match="unknown key 'pool-sise'"):
        resolve({}, {}, read_config(snapshot(consolidator_toml=b"pool-sise = 3\n[tool.consolidator]\npool-size = 4\n")))


@pytest.mark.parametrize("text", [b"x = " + b"[" * 100_000, b"pool-size = " + b"9" * 5_000, b"pool-size = 99999999999"])
def test_a_file_made_to_break_a_parser_is_one_error(text: bytes) -> None:
    with pytest.raises(UsageError) as caught:
        resolve({}, {}, read_config(snapshot(consolidator_toml=text)))
    assert len(caught.value.message) < 300


def strays_of(committed: dict[str, bytes], here: dict[str, bytes], folder: str = "") -> tuple[str, ...]:
    return strays(Snapshot("c" * 40, "main", (), committed), here, folder)


def test_configuration_that_is_not_committed_is_told() -> None:
    (note,) = strays_of({}, {"pyproject.toml": b"[tool.consolidator]\npool-size = 3\n"})
    assert "pyproject.toml" in note and "commit" in note
    (note,) = strays_of({"consolidator.toml": b"pool-size = 3\n"}, {"consolidator.toml": b"pool-size = 4\n"})
    assert "consolidator.toml" in note
    (note,) = strays_of({"consolidator.toml": b"pool-size = 3\n"}, {"consolidator.toml": b""})
    assert "consolidator.toml" in note


def test_a_work_tree_that_says_the_same_is_no_news() -> None:
    text = b"[tool.consolidator]\npool-size = 3\n"
    assert strays_of({"pyproject.toml": text}, {"pyproject.toml": b"# a comment\n" + text}) == ()
    assert strays_of({"pyproject.toml": text}, {}) == ()
    assert strays_of({}, {"pyproject.toml": b"[project]\nname = 'x'\n"}) == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"[tool.consolidator]\npool-sise = 3\n", "unknown key 'pool-sise'"),
        (b"[tool.consolidator]\nprove = true\n", "prove cannot be set there"),
        (b"[tool.consolidator]\npool-size = 'many'\n", "not a whole number"),
        (b"[tool.consolidate]\n", "is not read"),
    ],
)
def test_what_is_wrong_in_the_work_trees_file_is_an_error_as_well(text: bytes, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        strays_of({}, {"pyproject.toml": text})
    assert words in caught.value.message and "work tree" in caught.value.message


def test_a_table_that_another_file_hides_is_told() -> None:
    texts: dict[str, Any] = {"consolidator.toml": b"pool-size = 3\n", "pyproject.toml": b"[tool.consolidator]\n"}
    (note,) = strays_of(texts, texts)
    assert "pyproject.toml" in note and "consolidator.toml" in note


@pytest.mark.parametrize("folder", ["services/billing", "services/billing/app"])
def test_a_table_beside_the_deployable_that_is_asked_for_is_told(folder: str) -> None:
    texts = {
        "services/billing/pyproject.toml": b"[tool.consolidator]\nprove = true\n",
        "services/shipping/pyproject.toml": b"[tool.consolidator]\npool-size = 9\n",
    }
    (note,) = strays_of(texts, {}, folder)
    assert "services/billing/pyproject.toml" in note and "root" in note
    assert read_config(Snapshot("c" * 40, "main", (), texts)) == ConfigFile()


def test_packaging_beside_the_deployable_is_no_news() -> None:
    texts = {"services/billing/pyproject.toml": b"[project]\nname = 'consolidator-billing'\n"}
    assert strays_of(texts, {}, "services/billing") == () == strays_of(texts, {})
