"""`consolidate explain`, as text, JSON and Markdown."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest

from consolidator import typed
from consolidator.cli import main
from consolidator.codes import CODES
from consolidator.model import Action

ROOT = Path(__file__).resolve().parents[1]
ACTIONS = {"1": Action.CONSOLIDATED, "2": Action.KEPT, "3": Action.REVIEW, "4": Action.UNREADABLE}


UNPROVEN = {f"CE40{digit}" for digit in range(4, 10)}
"""Parts that were left out: a person settles them, though they begin like files that could not be read."""


def test_the_first_digit_of_a_code_is_its_action() -> None:
    expected = {id: Action.REVIEW if id in UNPROVEN else ACTIONS[id[2]] for id in CODES}
    assert {id: code.action for id, code in CODES.items()} == expected
    assert all(code.id == id for id, code in CODES.items())


@pytest.mark.parametrize("code", CODES.values(), ids=lambda code: code.id)
def test_each_code_says_what_why_and_how_in_sentences(code: object) -> None:
    from consolidator.codes import Code

    assert isinstance(code, Code)
    assert code.title and not code.title.endswith(".")
    assert code.why.endswith(".") and code.fix.endswith(".")


def test_one_code_is_explained_in_any_case(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "ce302"]) == 0
    out = capfd.readouterr().out
    assert "CE302 nested checkout (review)" in out and "By hand" in out and "8 to 11 of 20 threads" in out


def test_all_codes_are_listed(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["explain"]) == 0
    out = capfd.readouterr().out
    assert all(f"{code.id}  {code.title}" in out for code in CODES.values())


def test_json_and_schema(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "CE101", "-f", "json"]) == 0
    assert json.loads(capfd.readouterr().out)[0]["code"] == "CE101"
    assert main(["explain", "--schema"]) == 0
    assert json.loads(capfd.readouterr().out)["title"] == "consolidate"


def test_markdown_has_a_row_for_each_code(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "--markdown"]) == 0
    rows = re.findall(r"^\| (CE\d{3}) \| ", capfd.readouterr().out, re.MULTILINE)
    assert sorted(rows) == sorted(CODES)


def test_every_code_that_the_rules_use_is_explained() -> None:
    sources = [path for path in (ROOT / "consolidator").rglob("*.py") if "codes" not in path.parts]
    used = {code for path in sources for code in re.findall(r"\bCE\d{3}\b", path.read_text())}
    assert used and used <= set(CODES)


def schema(of: str, capfd: pytest.CaptureFixture[str]) -> dict[str, object]:
    assert main(["explain", of, "--schema"]) == 0
    found: dict[str, object] = json.loads(capfd.readouterr().out)
    jsonschema.Draft202012Validator.check_schema(found)
    return found


def test_what_explain_prints_conforms_to_its_schema(capfd: pytest.CaptureFixture[str]) -> None:
    published = schema("explain", capfd)
    assert main(["explain", "-f", "json"]) == 0
    listed = json.loads(capfd.readouterr().out)
    jsonschema.validate(listed, published)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate([{**listed[0], "level": "grave"}], published)


def test_an_unknown_schema_is_an_error_with_a_suggestion(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "proof", "--schema"]) == 2
    assert "did you mean prove?" in capfd.readouterr().err.lower()


def test_a_type_that_json_does_not_know_is_refused() -> None:
    with pytest.raises(TypeError, match="nothing that JSON knows"):
        typed.schema(set[int])
