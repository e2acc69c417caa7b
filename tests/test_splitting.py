"""Options of several lines, brackets and comments: laid out so that ruff and black both leave them as they are."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest

from consolidator.layout import assigned, call, call_of
from consolidator.tokens import one_line

ARGUMENTS = {
    "nested": (
        'connect_args={"ssl": {"ca": "/etc/ssl/certs/database.pem", "verify": True}, '
        '"options": "-c statement_timeout=5000"}'
    ),
    "list": 'plugins=["first_plugin_of_the_service", "second_plugin_of_the_service", "third_plugin_of_it"]',
    "call": (
        'connect_args={"ssl": build_context(cafile=settings.database_ca_file, '
        'verify=settings.database_verifies), "b": [1, 2]}'
    ),
    "one entry": (
        'connect_args={"options": "-c statement_timeout=5000 -c lock_timeout=5000 -c search_path=public,extensions"}'
    ),
    "one tuple": "options=(build_context_of_the_database(cafile=settings.database_ca_file, verify=settings.verifies),)",
    "lambda": (
        "json_serializer=lambda value, *rest: json.dumps(value, default=convert_to_text, sort_keys=True, indent=2)"
    ),
    "lambda of a condition": (
        "json_serializer=lambda value: json.dumps(value, sort_keys=True) if value is not None else no_value"
    ),
    "lambda of operators": (
        "json_serializer=lambda value: first_part_of_the_value(value) + second_part_of_the_value(value) + end"
    ),
    "comments": (
        'connect_args={  # of everybody\n            "a": 1,  # why it is\n\n    # alone\n'
        '    "b": [2,\n 3], "c": f(  # inside\n        1\n    ),\n   # at the end\n}'
    ),
    "long comment": (
        'connect_args={\n    "timeout": seconds_to_wait(),  # what the network between the two needs\n    "b": 1,\n}'
    ),
    "long string": 'execution_options={"a": """\n   first  line,\n second )\n""", "b": 1}',
    "long string alone": 'query="""\n   first  line,\n second )\n"""',
    "long string in a call": 'execution_options={"a": f("""\n   first  line,\n""")}',
    "condition": "echo=first_of_all_the_values_there if condition_that_is_rather_long else second_of_all_the_values",
    "condition in parentheses": (
        'connect_args={"a": (first_of_all_the_values if condition_that_is_rather_long else second_of_all_the_values)}'
    ),
    "short condition in parentheses": "echo=(\n    1\n    if condition\n    else 2\n)",
    "concatenation": (
        'logging_name="a first text that is rather long to read in a line" " and a second one of the same kind"'
    ),
    "concatenation in a dictionary": (
        'connect_args={"options": "-c statement_timeout=5000 -c lock_timeout=5000 "\n'
        '   "-c search_path=public,extensions"}'
    ),
    "short concatenation": 'connect_args={"options": ("-c a=1 "\n    f"-c b={value} "\n  \'-c "c"=2\')}',
    "operators": "flags=first_of_all_the_flags_there | second_of_all_the_flags_there | third_of_all_the_flags_there",
    "comparison": "echo=first_of_all_the_values_there(value) not in condition_that_is_rather_long(value, another_one)",
    "comprehension": (
        "plugins=[name_of(key, value) for key, value in all_plugins_of_the_service.items() if value and key]"
    ),
    "chain": (
        'connect_args=settings.database.get("connection").with_everything("that is said").and_more("of it").it()'
    ),
    "index": 'connect_args=settings_of_the_service["database_of_the_service"]["connect_args_of_the_database_there"]',
    "unpacked": (
        'connect_args=dict(a=1, **{"application_name": "a service with a name", "connect_timeout": 10, "x": 1})'
    ),
    "negative": "recycle=-first_of_all_the_values_there(value) * seconds_that_a_connection_lives(value) + one_of_more",
}
FORMATTERS = {"ruff": ["ruff", "format", "--isolated", "--line-length"], "black": ["black", "-q", "--line-length"]}


def module(width: int) -> str:
    """A function for each argument, which is given beside others and alone."""
    source = ""
    for number, argument in enumerate(ARGUMENTS.values()):
        for count, rest in enumerate((["url", "pool_size=5"], [])):
            made = call("_engines[url] = create_engine", [*rest, argument], 8, width)
            source += f"def f{number}_{count}(url):\n    with _lock:\n        {made}\n\n\n"
    return source.rstrip() + "\n"


@pytest.mark.parametrize("formatter", FORMATTERS)
@pytest.mark.parametrize("width", [79, 88, 100, 120])
def test_the_formatter_changes_nothing(width: int, formatter: str) -> None:
    source = module(width)
    command = [sys.executable, "-m", *FORMATTERS[formatter], str(width), "-"]
    assert subprocess.run(command, input=source, capture_output=True, text=True, check=True).stdout == source


@pytest.mark.parametrize("name", ARGUMENTS)
def test_it_says_the_same_and_no_comment_is_lost(name: str) -> None:
    argument = ARGUMENTS[name]
    made = call("create_engine", ["url", argument], 8, 79)
    assert ast.dump(ast.parse(made)) == ast.dump(ast.parse(f"create_engine(url, {argument}\n)"))
    assert made.count("# ") == argument.count("# ")


def test_a_string_over_several_lines_keeps_every_character() -> None:
    text = '"""\n   first  line,\n second )\n"""'
    for name in ("long string", "long string alone"):
        assert text in call("create_engine", ["url", ARGUMENTS[name]], 16, 79)


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ('{\n    "a": 1,\n    "b": [\n        2,\n    ],\n}', '{"a": 1, "b": [2]}'),
        ('{\n    "a": "x, )",\n}', '{"a": "x, )"}'),
        ("(\n    1,\n)", "(1,)"),
        ("f(\n    a,\n    *b,\n)", "f(a, *b)"),
        ("lambda a,b: a", "lambda a,b: a"),
        ('(\n    "a"\n    "b"\n)', '"ab"'),
        ("a[\n    1,\n]", "a[1,]"),
        ('{\n    "a": 1,  # why\n}', '{\n    "a": 1,  # why\n}'),
        ('f(\n    """\n  a\n"""\n)', 'f(\n    """\n  a\n"""\n)'),
        ("f(\n", "f(\n"),
    ],
)
def test_lines_that_need_not_be_apart_become_one(source: str, line: str) -> None:
    assert one_line(source) == line


COMMENTED = 'URL.create(\n        "postgresql",\n        host=HOST,  # the primary\n    )'


@pytest.mark.parametrize("formatter", FORMATTERS)
def test_a_statement_with_comments_in_its_value(formatter: str) -> None:
    source = (
        f"async def f():\n    {assigned('url', COMMENTED, 4, 79)}\n"
        f"    {assigned('url', f'{COMMENTED}.x or None', 4, 79)}\n"
        f"    {call_of(f'return await {COMMENTED}', 4, 79)}\n"
    )
    command = [sys.executable, "-m", *FORMATTERS[formatter], "79", "-"]
    assert subprocess.run(command, input=source, capture_output=True, text=True, check=True).stdout == source
    assert source.count("# the primary") == 3
