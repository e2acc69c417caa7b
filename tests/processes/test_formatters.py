"""Where formatters are configured, and which of several files counts."""

from __future__ import annotations

import pytest

from consolidator.processes.formatters import Formatting, formatting

PLAIN = Formatting(88, None)
NOBODY = Formatting(88, None, is_said=False)


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        ({"pyproject.toml": "[tool.ruff]\nline-length = 100\n"}, Formatting(100, None)),
        ({"pyproject.toml": "[tool.ruff]\nline-length = 100\n[tool.black]\nline-length = 79\n"}, Formatting(100, '"')),
        ({"pyproject.toml": "[tool.black]\n"}, Formatting(88, '"')),
        (
            {"pyproject.toml": "[tool.black]\nline-length = 79\nskip-string-normalization = true\n"},
            Formatting(79, None),
        ),
        ({"pyproject.toml": "[tool.ruff.format]\nquote-style = 'single'\n"}, Formatting(88, "'")),
        ({"pyproject.toml": "[tool.ruff.lint.flake8-quotes]\ninline-quotes = 'single'\n"}, Formatting(88, "'")),
        ({"pyproject.toml": "[tool.ruff.format]\nquote-style = 'preserve'\n"}, PLAIN),
        ({"ruff.toml": "line-length = 79\n[format]\nquote-style = 'double'\n"}, Formatting(79, '"')),
        (
            {".ruff.toml": "line-length = 79\n", "pyproject.toml": "[tool.ruff]\nline-length = 100\n"},
            Formatting(79, None),
        ),
        (
            {"ruff.toml": "line-length = 79\n", "app/pyproject.toml": "[tool.ruff]\nline-length = 99\n"},
            Formatting(99, None),
        ),
        ({"other/ruff.toml": "line-length = 79\n"}, NOBODY),
        ({"pyproject.toml": "[tool.ruff]\nline-length = '100'\nformat = 1\nlint = []\n"}, PLAIN),
        ({"pyproject.toml": "[tool.ruff]\nline-length = 1000000\n"}, PLAIN),
        ({"pyproject.toml": "[tool.ruff\n"}, NOBODY),
        ({"pyproject.toml": "tool = 'ruff'\n"}, NOBODY),
        ({}, NOBODY),
    ],
)
def test_the_nearest_file_counts(files: dict[str, str], wanted: Formatting) -> None:
    assert formatting({path: text.encode() for path, text in files.items()}, "app") == wanted
