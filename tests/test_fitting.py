"""New lines in a file that was there are laid out as its formatter would do it; lines that stay are left alone."""

from __future__ import annotations

import subprocess
import sys

import pytest

from consolidator.fitting import fitted, fresh_lines

BEFORE = "import os\nlong = call_of_some_function(argument_number_one, argument_number_two, 'three')\n"
LONG = (
    'value = call_of_some_function(argument_number_one, keyword=argument_number_two, another="three")',
    "value: int = field(default_factory=lambda: an_integer_of_variables('POOL_MAX_OVERFLOW'))",
    "from a_package_with_a_long_name.and_a_module import one_name, another_name, and_one_more_name",
    "call_of_some_function(argument_number_one, argument_number_two, argument_number_three, 'four')",
    "raise_for(connection.execute(select(table).where(column == 1).order_by(column).limit(10)), 1, 2)",
)
TALL = (
    "rows = connection.execute(\n    select(status).group_by(status)\n)",
    "value = (\n    call(one)\n)",
    "call(\n    one, two\n)",
)


def formatted(text: str, width: int, quotes: str) -> str:
    config = f"format.quote-style='{quotes}'"
    command = [
        sys.executable,
        "-m",
        "ruff",
        "format",
        "--isolated",
        "--line-length",
        str(width),
        "--config",
        config,
        "-",
    ]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("quote", ["'", '"'])
@pytest.mark.parametrize("width", [79, 88, 120])
@pytest.mark.parametrize("statement", [*LONG, *TALL])
def test_new_lines_are_as_the_formatter_has_them(statement: str, width: int, quote: str) -> None:
    new = statement.replace("'", '"')
    style = "single" if quote == "'" else "double"
    assert fitted("", f"{new}\n", width, quote) == formatted(f"{new}\n", width, style)
    inside = "def f():\n" + "".join(f"    {line}\n" for line in new.split("\n"))
    assert fitted("", inside, width, quote) == formatted(inside, width, style)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_was_there_stays(newline: str) -> None:
    before = BEFORE.replace("\n", newline)
    after = before.replace("import os", "import sys")
    assert fitted(before, after, 40, '"') == after


@pytest.mark.parametrize(
    "statement",
    [
        "call(\n    one,  # why\n    two\n)",
        "call(\n    one,\n    two,\n)",
        'call(\n    """one\n    two"""\n)',
        "value = one + \\\n    two",
        "call(\n    'a ( b'\n)  # why",
        "if (\n    one\n): call(\n    two\n)",
    ],
)
def test_what_a_formatter_keeps_or_might_mean_something_stays(statement: str) -> None:
    assert fitted("", f"{statement}\n", 88, None) == f"{statement}\n"


def test_line_ends_stay() -> None:
    assert fitted("a = 1\r\n", "a = 1\r\nb = call(\r\n    1\r\n)\r\n", 88, None) == "a = 1\r\nb = call(1)\r\n"


def test_fresh_lines_are_those_that_are_new() -> None:
    assert fresh_lines("a\nb\nc\n", "a\nnew\nc\nd\n") == {2, 4}
    assert fresh_lines("a\n", "a\n") == frozenset()
