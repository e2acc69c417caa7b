"""Precedence, conversion and refusal of settings."""

from __future__ import annotations

from dataclasses import fields

import pytest

from consolidator.config import OPTIONS, ConfigFile, Settings, plan_options, read_config, resolve
from consolidator.errors import UsageError
from consolidator.model import Options, PoolOptions, Snapshot


def snapshot(**texts: bytes) -> Snapshot:
    return Snapshot("c" * 40, "main", (), {name.replace("_", "."): text for name, text in texts.items()})


def test_flag_goes_before_environment_before_file_before_default() -> None:
    file = ConfigFile("pyproject.toml", {"pool-size": 6, "max-overflow": 6, "pool-timeout": 6})
    environ = {"CONSOLIDATE_POOL_SIZE": "7", "CONSOLIDATE_MAX_OVERFLOW": "7"}
    settings = resolve({"pool-size": "8", "pool-recycle": None}, environ, file)
    assert (settings.pool_size, settings.max_overflow, settings.pool_timeout) == (8, 7, 6)
    assert settings.pool_recycle == 1800
    assert settings.explicit == {"pool_size", "max_overflow", "pool_timeout"}


def test_defaults_are_those_of_the_stages() -> None:
    assert plan_options(resolve({}, {})) == Options()


def test_explicit_pool_settings_reach_the_plan_under_its_own_names() -> None:
    options = plan_options(resolve({"pool-size": "20", "pre-ping": False}, {}))
    assert options.pool == PoolOptions(size=20, pre_ping=False, explicit=frozenset({"size", "pre_ping"}))


def test_every_field_is_an_option_under_its_own_name() -> None:
    told = [each.name for each in fields(Settings) if each.name not in ("explicit", "from_repository")]
    assert [option.field for option in OPTIONS.values()] == told


@pytest.mark.parametrize("word", ["1", "true", "YES", "on"])
def test_environment_switches_on(word: str) -> None:
    assert resolve({}, {"CONSOLIDATE_INCLUDE_REVIEW": word}).include_review is True


@pytest.mark.parametrize("word", ["0", "false", "No", "off"])
def test_environment_switches_off(word: str) -> None:
    assert resolve({}, {"CONSOLIDATE_TESTS": word}).tests is False


@pytest.mark.parametrize(
    ("raw", "value"), [("auto", "auto"), ("yes", "yes"), ("no", "no"), (True, "yes"), (False, "no"), ("off", "no")]
)
def test_health_is_chosen_and_reaches_the_plan(raw: object, value: str) -> None:
    assert plan_options(resolve({}, {}, ConfigFile("consolidator.toml", {"health": raw}))).health == value
    assert plan_options(resolve({}, {"CONSOLIDATE_HEALTH": str(raw)})).health == value


def test_what_is_new_is_off_until_it_is_asked_for() -> None:
    assert (Options().health, Options().size_home, Options().upgrade, PoolOptions().wait_warning) == (
        "auto",
        False,
        False,
        None,
    )
    options = plan_options(resolve({"size-home": True, "upgrade": True, "wait-warning": "0"}, {}))
    assert options.size_home and options.upgrade
    assert options.pool == PoolOptions(wait_warning=0, explicit=frozenset({"wait_warning"}))


@pytest.mark.parametrize("raw", ["12", "#12", 12])
def test_an_issue_is_named_with_or_without_its_sign(raw: object) -> None:
    assert resolve({"closes": raw}, {}).closes == 12


def test_lists_from_environment_and_file() -> None:
    assert resolve({}, {"CONSOLIDATE_CLIENT_CLASS": "A, b.C"}).client_class == ("A", "b.C")
    file = ConfigFile("consolidator.toml", {"client-class": ["A", "B"]})
    assert resolve({}, {}, file).client_class == ("A", "B")


def test_underscores_work_in_a_file() -> None:
    assert resolve({}, {}, ConfigFile("consolidator.toml", {"pool_size": 9})).pool_size == 9


def test_percentages_and_parts() -> None:
    assert resolve({"fail-over": "80%"}, {}).fail_over == resolve({"fail-over": "0.8"}, {}).fail_over == 0.8


def test_an_empty_variable_is_not_set() -> None:
    assert resolve({}, {"CONSOLIDATE_TARGET": ""}).target is None


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        ({"pool-size": "0"}, "--pool-size: 0 is too small"),
        ({"pool-size": "many"}, "--pool-size: 'many' is not a whole number"),
        ({"max-overflow": "-1"}, "--max-overflow: -1 is too small"),
        ({"target": "../db.py"}, "lies outside the repository"),
        ({"target": "/etc/db.py"}, "lies outside the repository"),
        ({"target": ".git/hooks/db.py"}, "lies in a git folder"),
        ({"target": "src/.GIT/db.py"}, "lies in a git folder"),
        ({"target": "git~1/db.py"}, "lies in a git folder"),
        ({"target": ".git. /db.py"}, "lies in a git folder"),
        ({"target": "src/d;b.py"}, "odd characters"),
        ({"target": "src/my-db.py"}, "cannot be imported"),
        ({"target": "src/class.py"}, "cannot be imported"),
        ({"target": "src/.py"}, "is not a Python file"),
        ({"target": "src\\db.py"}, "odd characters"),
        ({"target": "src/$(id)/db.py"}, "odd characters"),
        ({"target": "src:x/db.py"}, "odd characters"),
        ({"target": "src/'/db.py"}, "odd characters"),
        ({"target": "-src/db.py"}, "odd characters"),
        ({"target": " src/db.py"}, "odd characters"),
        ({"target": "src/db"}, "is not a Python file"),
        ({"branch-exists": "replce"}, "'replce' is not one of"),
        ({"branch": "a\nb"}, "control characters"),
        ({"closes": "##12"}, "'#12' is not a whole number"),
        ({"closes": "#0"}, "0 is too small"),
        ({"health": "maybe"}, "'maybe' is not one of auto, yes, no"),
        ({"pool-size": "99999999999"}, "--pool-size: the number is too large"),
        ({"pool-size": "9" * 5_000}, "999...999"),
        ({"format": "x" * 5_000}, "xxx...xxx"),
        ({"fail-over": "2"}, "not a part between 0 and 1"),
        ({"format": "xml"}, "'xml' is not one of"),
    ],
)
def test_a_bad_value_is_one_line_with_a_cure(flags: dict[str, object], words: str) -> None:
    with pytest.raises(UsageError) as caught:
        resolve(flags, {})
    assert words in caught.value.message
    assert caught.value.cure and "\n" not in caught.value.message + caught.value.cure
    assert len(caught.value.message) < 200


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ("src/db.py", "src/db.py"),
        ("./src//db.py", "src/db.py"),
        ("services/my-billing 2/app/_db2.py", "services/my-billing 2/app/_db2.py"),
        ("dienste/übersicht/größe.py", "dienste/übersicht/größe.py"),
        (".github/db.py", ".github/db.py"),
        ("app.git/db.py", "app.git/db.py"),
    ],
)
def test_a_target_is_any_module_of_the_repository(given: str, path: str) -> None:
    assert resolve({"target": given}, {}).target == path


def test_the_origin_of_a_bad_value_is_named() -> None:
    with pytest.raises(UsageError, match="CONSOLIDATE_POOL_SIZE"):
        resolve({}, {"CONSOLIDATE_POOL_SIZE": "x"})
    with pytest.raises(UsageError, match=r"pyproject\.toml: pool-size"):
        resolve({}, {}, ConfigFile("pyproject.toml", {"pool-size": True}))


def test_an_unknown_key_and_an_unknown_variable_come_with_a_suggestion() -> None:
    with pytest.raises(UsageError, match="unknown key 'pool-sise'") as caught:
        resolve({}, {}, ConfigFile("pyproject.toml", {"pool-sise": 5}))
    assert caught.value.cure == "did you mean pool-size?"
    with pytest.raises(UsageError, match="CONSOLIDATE_POOLSIZE") as caught:
        resolve({}, {"CONSOLIDATE_POOLSIZE": "5"})
    assert caught.value.cure == "did you mean CONSOLIDATE_POOL_SIZE?"


@pytest.mark.parametrize("key", ["test-command", "output", "template-dir", "format", "base"])
def test_a_file_of_the_target_cannot_choose_what_runs_or_is_written_here(key: str) -> None:
    with pytest.raises(UsageError, match=f"{key} cannot be set there"):
        resolve({}, {}, ConfigFile("pyproject.toml", {key: "x"}))


def test_the_table_is_read_from_the_commit() -> None:
    pyproject = b"[project]\nname='x'\n[tool.consolidator]\npool-size = 7\n"
    assert read_config(snapshot(pyproject_toml=pyproject)) == ConfigFile("pyproject.toml", {"pool-size": 7})


def test_consolidator_toml_goes_first_and_needs_no_table() -> None:
    found = read_config(snapshot(pyproject_toml=b"[tool.consolidator]\nhealth=false", consolidator_toml=b"tests=false"))
    assert found == ConfigFile("consolidator.toml", {"tests": False})


def test_a_broken_pyproject_matters_only_when_it_configures_the_tool() -> None:
    assert read_config(snapshot(pyproject_toml=b"[project\n")) == ConfigFile()
    with pytest.raises(UsageError, match="not valid TOML"):
        read_config(snapshot(pyproject_toml=b"[tool.consolidator\n"))
    with pytest.raises(UsageError, match=r"not valid TOML: (a number in it is|.*: the number is) too large$"):
        resolve({}, {}, read_config(snapshot(pyproject_toml=b"[tool.consolidator]\npool-size = " + b"9" * 5_000)))
    with pytest.raises(UsageError, match="not a table"):
        read_config(snapshot(pyproject_toml=b"tool.consolidator = 3\n"))
