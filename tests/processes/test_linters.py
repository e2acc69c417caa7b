"""Which rules ruff is told to look for, and where."""

from __future__ import annotations

import pytest

from consolidator.processes.linters import selected

CODES = ("PLC0415", "PLW0603", "S101", "SLF001", "BLE001", "ANN401", "D102")
LINT = "[tool.ruff.lint]\n"


def found(files: dict[str, str], path: str = "app/db.py") -> set[str]:
    return set(selected({name: text.encode() for name, text in files.items()}, path, CODES))


@pytest.mark.parametrize(
    ("lint", "wanted"),
    [
        ("select = ['ALL']", set(CODES)),
        ("select = ['PL']", {"PLC0415", "PLW0603"}),
        ("select = ['PLW', 'D']", {"PLW0603", "D102"}),
        ("select = ['PLW06', 'D1', 'D2']", {"PLW0603", "D102"}),
        ("select = ['S', 'B', 'A']", {"S101"}),
        ("extend-select = ['SLF']", {"SLF001"}),
        ("select = ['ALL']\nignore = ['PL', 'S', 'D1', 'ANN401', 'BLE']", {"SLF001"}),
        ("select = ['PLW0603', 'D']\nignore = ['PL', 'D102']", {"PLW0603"}),
        ("select = ['S', 'D']\n[tool.ruff.lint.per-file-ignores]\n'app/*' = ['D']\n'tests/*' = ['S']", {"S101"}),
        ("select = ['S', 'D']\n[tool.ruff.lint.per-file-ignores]\n'**/db.py' = ['S1']\n'!app/*' = ['D']", {"D102"}),
        ("ignore = ['E501']", set()),
        ("select = 'ALL'", set()),
    ],
)
def test_what_is_selected(lint: str, wanted: set[str]) -> None:
    assert found({"pyproject.toml": f"{LINT}{lint}\n"}) == wanted


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        ({}, set()),
        ({"pyproject.toml": "[tool.black]\n"}, set()),
        ({"pyproject.toml": "[tool.ruff]\nselect = ['S']\n"}, {"S101"}),
        ({"ruff.toml": "lint.select = ['S']\n"}, {"S101"}),
        ({"ruff.toml": "lint.select = ['S']\n", "app/ruff.toml": "line-length = 79\n"}, set()),
        ({"ruff.toml": "lint.select = ['S']\n", "pyproject.toml": f"{LINT}select = ['D']\n"}, {"S101"}),
        ({"base.toml": "lint.select = ['S']\n", "app/ruff.toml": "extend = '../base.toml'\n"}, {"S101"}),
        (
            {"pyproject.toml": f"{LINT}select = ['S']\n", "app/ruff.toml": "extend = '../pyproject.toml'\n"},
            {"S101"},
        ),
        ({"ruff.toml": "lint.select = [\n"}, set()),
        ({"other/ruff.toml": "lint.select = ['S']\n"}, set()),
    ],
)
def test_whose_configuration_counts(files: dict[str, str], wanted: set[str]) -> None:
    assert found(files) == wanted
