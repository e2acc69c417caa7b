"""What is said of a fleet: status and reports from the state file alone."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from consolidator.cli import main
from consolidator.fleet.reports import Standing, render, standing
from consolidator.fleet.reports.chart import chart
from consolidator.fleet.reports.page import as_pages
from consolidator.fleet.state import Moment, Record, moment, read_state, write_state
from consolidator.fleet.values import Failure, Outcome, Server, Stage

from .conftest import Fleet

HOSTILE = "=cmd|' /C calc'!A0 postgresql://u:hunter2@h/d <script>alert(1)</script> [red] | `x` \x1b[31m @octocat"
FAILED = Failure("environment", HOSTILE, "Do this.")

BILLING = Record(
    "billing",
    servers=(("", "orders-db"),),
    stage=Stage.COMMITTED,
    outcome=Outcome.CHANGED,
    branch="feat/x",
    commit="a" * 40,
    engines_before=None,
    engines_after=1,
    seconds=1.25,
    attempts=1,
)
SHOP = Record(
    "shop",
    servers=(("DATABASE_URL", "orders-db"), ("analytics", "dwh")),
    stage=Stage.PLANNED,
    outcome=Outcome.NOTHING,
    engines_before=3,
    engines_after=3,
    attempts=1,
)
BROKEN = Record("broken", outcome=Outcome.FAILED, exit_code=6, error=FAILED, log="  0.10 s  reading", attempts=1)
WAITING = Record("waiting")


def document(*databases: tuple[str, str | None, int | None, int | None], processes: int = 1) -> str:
    rows = [
        {"name": name, "environment": variable, "connections_before": before, "connections_after": after}
        for name, variable, before, after in databases
    ]
    return json.dumps({"databases": rows, "budget": {"processes": processes}})


@pytest.fixture
def place(tmp_path: Path) -> str:
    """A state with a service of each kind."""
    with write_state(tmp_path / "fleet.toml.state") as state:
        state.enlist((BILLING, SHOP, BROKEN, WAITING), [Server("orders-db", 100), Server("spare", 50)])
        state.save(BILLING, document(("main", "URL", 60, 15), processes=4))
        state.save(SHOP, document(("main", "DATABASE_URL", 30, 15), ("analytics", None, None, 15), processes=2))
        state.save(BROKEN)
        state.note(moment(state.records(), "2026-01-01T00:00:00+00:00"))
    return str(tmp_path / "fleet.toml")


@pytest.fixture
def found(place: str) -> Standing:
    with read_state(Path(f"{place}.state")) as state:
        return standing(state)


def test_the_budget_of_a_server_is_the_sum_over_its_services(found: Standing) -> None:
    loads = {each.name: (each.before, each.after, each.max_connections, each.services) for each in found.loads}
    assert loads == {
        "orders-db": (4 * 60 + 2 * 30, 4 * 15 + 2 * 15, 100, ("billing", "shop")),
        "dwh": (None, 30, None, ("shop",)),
        "spare": (0, 0, 50, ()),
    }


def test_what_a_service_claims_is_the_sum_over_its_processes(tmp_path: Path) -> None:
    claims = {"name": "main", "connections_before": 30, "connections_after": 15}
    rows = [
        {"kind": kind, "workers": workers, "replicas": 2, "databases": [claims]}
        for kind, workers in (("web", 4), ("worker", 1), ("script", 9))
    ]
    text = json.dumps({**json.loads(document(("main", "URL", 60, 15), processes=7)), "processes": rows})
    with write_state(tmp_path / "fleet.toml.state") as state:
        state.enlist((BILLING,), [Server("orders-db", 100)])
        state.save(BILLING, text)
    with read_state(tmp_path / "fleet.toml.state") as state:
        (load,) = standing(state).loads
    assert (load.before, load.after) == (10 * 30, 10 * 15)


def test_the_document_has_every_service_and_the_worst_outcome(place: str, fleet: Fleet) -> None:
    code, said = fleet("status", place)
    assert code == 6 and said["outcome"] == "failed"
    assert said["counts"] == {"changed": 1, "nothing": 1, "failed": 1, "waiting": 1}
    assert [each["name"] for each in said["services"]] == ["billing", "shop", "broken", "waiting"]
    assert said["by_name"]["billing"]["engines_after"] == 1 and said["by_name"]["waiting"]["outcome"] is None
    assert said["servers"][0] == {
        "name": "orders-db", "before": 300, "after": 90, "max_connections": 100, "services": ["billing", "shop"]
    }  # fmt: skip


def test_the_document_conforms_to_the_published_schema(
    place: str, fleet: Fleet, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", "fleet", "--schema"]) == 0
    schema = json.loads(capfd.readouterr().out)
    said = fleet("status", place)[1]
    said.pop("by_name")
    jsonschema.validate(said, schema)


def test_changed_and_nothing_to_do_differ_in_every_format(
    found: Standing, place: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["fleet", "status", place]) == 6
    text = capfd.readouterr().out
    rows = [line.split("  ") for line in text.splitlines() if line.startswith(("billing", "shop"))]
    assert "changed" in rows[0] and any(cell.strip() == "nothing to do" for cell in rows[1])
    for format in ("json", "jsonl", "csv", "markdown"):
        said = render(format, found)
        assert "changed" in said and "nothing" in said


def left(path: str, action: str = "unreadable", code: str = "CE401", level: str = "warning") -> dict[str, Any]:
    """A finding as the document of `run` has it."""
    told = {"message": "file could not be read", "reason": "it does not parse", "cure": "mend it"}
    return {"code": code, "level": level, "path": path, "line": 3, "action": action, **told}


def test_what_is_left_for_a_person_is_told_with_its_place(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    files = [left(f"app/{name}.py") for name in ("one", "two", "three", "four")]
    besides = [left("app/aside.py", "review", "CE313"), left("app/note.py", level="note"), left("app/k.py", "kept")]
    place = tmp_path / "fleet.toml.state"
    with write_state(place) as state:
        state.enlist((replace(BILLING, outcome=Outcome.PARTIAL, exit_code=3), SHOP), [])
        state.save(replace(BILLING, outcome=Outcome.PARTIAL, exit_code=3), told(*besides, *files))
        state.save(SHOP, told(left("app/other.py")))
    with read_state(place) as state:
        found = standing(state)
    assert main(["fleet", "status", str(tmp_path / "fleet.toml")]) == 3
    for text in (capfd.readouterr().out, render("markdown", found), as_pages(found, {}, "f.html")["f.html"]):
        assert "app/one.py:3: CE401 File could not be read: it does not parse. Mend it." in text.replace("\\_", "_")
        assert "app/three.py" in text and "and 1 more" in text
        assert not any(f"app/{name}.py" in text for name in ("four", "aside", "note", "k", "other"))


def told(*findings: dict[str, Any]) -> str:
    return json.dumps({**json.loads(document(("main", "URL", 60, 15))), "findings": findings})


@pytest.mark.parametrize("format", ["text", "json", "jsonl", "csv", "markdown"])
def test_what_a_service_says_is_shown_as_text_and_masked(
    place: str, format: str, capfd: pytest.CaptureFixture[str]
) -> None:
    main(["fleet", "status", place, "-f", format])
    out, err = capfd.readouterr()
    assert "hunter2" not in out + err and "\x1b" not in out + err
    assert "<script>" not in out or format in ("text", "json", "jsonl", "csv")
    assert "@octocat" not in out or format != "markdown"


def test_a_spreadsheet_takes_no_cell_for_a_formula(found: Standing) -> None:
    rows = list(csv.DictReader(io.StringIO(render("csv", found))))
    assert rows[2]["error"].startswith("'=cmd") and rows[0]["engines_before"] == "unbounded"
    assert rows[3]["engines_before"] == "" and rows[1]["engines_before"] == "3"


def test_a_report_is_written_whatever_it_says(place: str, tmp_path: Path) -> None:
    assert main(["fleet", "report", place, "-o", f"csv={tmp_path / 'f.csv'}", "-o", f"json={tmp_path / 'f.json'}"]) == 0
    assert json.loads((tmp_path / "f.json").read_text())["outcome"] == "failed"
    assert (tmp_path / "f.csv").read_text().startswith("name,")


def test_the_log_is_shown_on_demand(place: str, capfd: pytest.CaptureFixture[str]) -> None:
    main(["fleet", "status", place])
    assert "0.10 s" not in capfd.readouterr().out
    main(["fleet", "status", place, "-v"])
    assert "0.10 s  reading" in capfd.readouterr().out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["missing.toml"], 2),
        (["-"], 2),
        ([], 2),
        (["fleet.toml", "-f", "xml"], 2),
        (["fleet.toml", "-o", "csv=no/f"], 6),
    ],
)
def test_bad_input_is_one_line_with_a_cure(
    place: str, words: list[str], code: int, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["fleet", "status", *words]) == code
    out, err = capfd.readouterr()
    assert out == "" and err.startswith("error: ") and err.count("\n") == 1


def test_a_server_that_is_overdrawn_is_a_finding_where_it_is_asked(place: str) -> None:
    with write_state(Path(f"{place}.state")) as state:
        state.save(replace(BROKEN, outcome=Outcome.NOTHING, exit_code=0, error=None))
    assert main(["fleet", "status", place]) == 0
    assert main(["fleet", "status", place, "--fail-over", "0.95"]) == 0
    assert main(["fleet", "status", place, "--fail-over", "0.9"]) == 1


def test_engines_left_are_those_that_a_commit_would_take_away() -> None:
    planned = replace(SHOP, name="planned", outcome=Outcome.CHANGED, engines_after=1)
    records = (BILLING, SHOP, planned, BROKEN, WAITING)
    assert moment(records, "now") == Moment("now", left=2, unbounded=0, done=2, services=5)
    assert moment(records, "then", found=True) == Moment("then", left=2, unbounded=1, done=1, services=5)
    committed = replace(planned, commit="b" * 40)
    assert moment((BILLING, SHOP, committed), "now") == Moment("now", left=0, unbounded=0, done=3, services=3)


def test_the_index_leads_to_the_page_of_each_service(place: str, tmp_path: Path) -> None:
    with write_state(Path(f"{place}.state")) as state:
        state.save(BILLING, page=zlib.compress(b"<p>review</p>"))
    assert main(["fleet", "report", place, "-o", f"html={tmp_path / 'index.html'}"]) == 0
    text = (tmp_path / "index.html").read_text()
    assert '<a href="index-services/billing.html">billing</a>' in text
    assert (tmp_path / "index-services" / "billing.html").read_text() == "<p>review</p>"
    assert (
        text.index('id="failed"') < text.index('id="changed"') < text.index('id="nothing"') < text.index('id="waiting"')
    )


def test_names_that_would_be_one_file_are_told_apart(found: Standing) -> None:
    records = (Record("a/b", stage=Stage.PLANNED), Record("a-b", stage=Stage.PLANNED), Record("A-B"))
    page = zlib.compress(b"x")
    files = as_pages(Standing(records), {"a/b": page, "a-b": page, "A-B": page}, "f.html")
    assert len(files) == 4 and all(each.startswith("f-services/") for each in list(files)[1:])


def test_the_index_runs_one_script_and_shows_text_as_text(found: Standing) -> None:
    text = as_pages(found, {}, "f.html")["f.html"]
    script = re.search(r"<script>(.*?)</script>", text, re.DOTALL)
    assert script and text.count("<script") == 1
    digest = base64.b64encode(hashlib.sha256(script[1].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'" in text
    assert "alert(1)" in text and "<script>alert" not in text and "hunter2" not in text and "\x1b" not in text


def test_what_is_over_the_limit_or_without_a_bound_is_marked(found: Standing) -> None:
    text = as_pages(found, {}, "f.html")["f.html"]
    bars = re.findall(r'class="fill( over)?" style="width: (\d+)%"', text)
    assert bars == [(" over", "100"), ("", "90"), ("", "0"), ("", "0"), (" over", "100"), ("", "100")]


def test_only_a_plain_web_address_becomes_a_link(found: Standing) -> None:
    for url, linked in (("https://example.org/a/1", True), ("javascript:alert(1)", False), ('https://a/"x', False)):
        record = replace(BILLING, pull_request=url, pull_number=1, pull_state="open")
        text = as_pages(Standing((record,)), {}, "f.html")["f.html"]
        assert (f'href="{url}"' in text) is linked and "#1 open" in text


def test_the_chart_begins_with_what_was_found(found: Standing) -> None:
    told = chart(found)
    assert told and told["left_said"] == "0 engines too many in the others, 0 found"
    assert told["free_said"] == "0 services with an engine for each call, 1 found"
    assert chart(Standing(found.records)) is None
