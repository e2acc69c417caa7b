"""The body of a pull request, its Markdown, and the message of the commit."""

from __future__ import annotations

import json
import re

import pytest
from sample_values import HOSTILE_REPORT, finding, report, with_findings

from consolidator import report as reports
from consolidator.model import Action
from consolidator.report.escape import markdown_code, markdown_text
from consolidator.report.words import would


def test_markdown_text_is_literal_and_notifies_nobody() -> None:
    assert markdown_text("a|b *c* <d> @octocat #12 [x](y)") == (
        r"a\|b \*c\* \<d\> @<!-- -->octocat \#<!-- -->12 \[x\](y)"
    )
    assert markdown_text("use `get_engine(a|b)` now") == r"use `get_engine(a\|b)` now"
    assert markdown_text("one ` only") == r"one \` only"


def test_markdown_code_survives_backticks_and_bars() -> None:
    assert markdown_code("a``b|c") == r"```a``b\|c```"
    assert markdown_code("`x`") == "`` `x` ``"
    assert markdown_code("") == ""


def test_the_body_tells_what_why_sites_restraint_budget_and_rollback() -> None:
    text = str(reports.render("markdown", report(closes=12, commit="abc", proof="| errors | 131 | 0 |"), None))
    for heading in (
        "What",
        "Why",
        "Call sites",
        "Left alone on purpose",
        "Connection budget",
        "Measured",
        "How to roll back",
    ):
        assert f"## {heading}\n" in text
    assert "| `src/a.py:7` | `get_engine` | `create_engine(get_settings().DATABASE_URL)` |" in text
    assert "| main | `get_settings().DATABASE_URL` | psycopg2 | 2 -> 1 | 30 -> 15 |" in text
    assert "Closes #12" in text and "git revert abc" in text and "| errors | 131 | 0 |" in text
    assert "\n\n\n" not in text


def test_every_table_of_the_body_is_whole() -> None:
    text = str(reports.render("markdown", HOSTILE_REPORT, None))
    for block in re.findall(r"(?:^\|.*\|\n)+", text, re.MULTILINE):
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}
        assert len(widths) == 1, block


def test_what_was_applied_on_an_assumption_says_so() -> None:
    assumed = finding("CE301", Action.CONSOLIDATED, reason="The variable is always set.")
    text = str(reports.render("markdown", report(plan=with_findings(assumed)), None))
    assert "## Applied on an assumption" in text and "The variable is always set." in text


def test_a_body_that_a_host_would_refuse_is_cut_at_a_line_and_says_so() -> None:
    many = with_findings(*(finding("CE201", Action.KEPT, f"tests/{at}.py") for at in range(2000)))
    text = str(reports.render("markdown", report(plan=many), None))
    assert len(text) < 65_536 and text.endswith("`consolidate run -o markdown=FILE`._\n")


def test_commit_message_has_subject_wrapped_body_and_trailer() -> None:
    message = reports.commit_message(report(plan=with_findings(finding("CE302", Action.REVIEW)), closes=4), None)
    lines = message.splitlines()
    assert lines[0] == "Share one pooled engine for the database" and lines[1] == ""
    assert all(len(line) <= 72 for line in lines)
    assert "- src/a.py:7: engine consolidated" in lines and lines[-1] == "Closes #4"
    assert "Closes" not in reports.commit_message(report(), None)


def test_the_body_lists_clients_and_pools_beside_engines() -> None:
    client = finding(
        "CE110", Action.CONSOLIDATED, "src/c.py", message="Store shared", reason="it shares the client of x"
    )
    text = str(reports.render("markdown", report(plan=with_findings(client)), None))
    assert "| `src/c.py:7` | `make` | `Store` | It shares the client of x. |" in text


def test_what_is_not_done_yet_would_be() -> None:
    scanned = json.loads(reports.render("json", report("scan", changes=None), None))
    assert scanned["findings"][0]["reason"] == "it would share the engine of src/db.py"
    assert "It would share the engine of src/db.py." in reports.overview(report("scan"), 0, None, False)
    proposed = json.loads(reports.render("json", report(), None))
    assert proposed["findings"][0]["reason"] == "it shares the engine of src/db.py"


@pytest.mark.parametrize(
    ("reason", "then"),
    [
        ("it takes the engine", "it would take the engine"),
        ("shares one engine", "would share one engine"),
        ("its pool has the sizes", "its pool would have the sizes"),
        ("The URL is the same.", "The URL is the same."),
    ],
)
def test_a_reason_in_the_conditional(reason: str, then: str) -> None:
    assert would(reason) == then
