"""A measured proof as text, JSON, Markdown and a page."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
import pytest
from rich.console import Console

import consolidator
from consolidator.errors import UsageError
from consolidator.prove.charts import connections_chart, latency_chart, thinned
from consolidator.prove.evidence import Evidence
from consolidator.prove.imports import ImportCheck
from consolidator.prove.published import Document
from consolidator.prove.rendering import render
from consolidator.prove.summary import percentile, summarise
from consolidator.prove.terminal import Display
from consolidator.prove.tests import TestComparison, TestRun
from consolidator.prove.values import Load, LoadResult, Made, Observed, Proof, Request, Round, Side
from consolidator.typed import document_schema

ROOT = Path(consolidator.__file__).parents[1]
HOSTILE = "feat/<script>alert(1)</script>|`x`[red]\x1b[2J"


def side(errors: int, peak: int, latencies: tuple[float, ...], commit: str = "main") -> Side:
    kinds = {"HTTP 500": errors} if errors else {}
    load = LoadResult(100, latencies, kinds, 1.0)
    seen = Observed(((0.0, 0), (0.5, peak), (1.0, 2)), peak * 2, errors, 2)
    return summarise(commit, [Round(load, seen)])


@pytest.fixture
def proof() -> Proof:
    before = side(40, 27, tuple(float(each) for each in range(200, 260)))
    after = side(0, 15, tuple(float(each) for each in range(20, 120)), HOSTILE)
    return Proof(before, after, 15, 30, 1, Load((Request("GET", "/a|b"),), 50, 100, 1), ("note <b>",))


def test_json_has_the_published_keys_first(proof: Proof) -> None:
    found = json.loads(render(Evidence(proof), "json"))
    for name in ("before", "after"):
        assert {"requests", "errors", "peak_connections", "connections_opened", "p50_ms", "p95_ms"} <= set(found[name])
    assert (found["before"]["errors"], found["after"]["peak_connections"], found["bound"]) == (40, 15, 15)
    assert found["holds"] is True


def test_every_document_conforms_to_the_published_schema(proof: Proof) -> None:
    schema = document_schema("consolidate prove", Document)
    made = (Made("src/db.py", 7, 200, 200),)
    whole = replace(proof, before=replace(proof.before, engines=made))
    for evidence in (Evidence(proof), Evidence(whole)):
        found = json.loads(render(evidence, "json"))
        jsonschema.validate(found, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**found, "bound": "many"}, schema)


def test_text_shows_figures_and_no_markup_of_the_target(proof: Proof) -> None:
    text = render(Evidence(proof), "text")
    assert "40 of 100 requests failed before, none after" in text
    assert re.search(r"Peak connections +27 +15\n", text)
    assert "[red]" in text and "\x1b" not in text


def test_colour_only_where_asked_for(proof: Proof) -> None:
    assert "\x1b[" in render(Evidence(proof), "text", color=True)


def test_markdown_is_one_table_whose_cells_cannot_be_broken_out_of(proof: Proof) -> None:
    lines = render(Evidence(proof), "markdown").splitlines()
    table = [line for line in lines if line.startswith("|")]
    assert table[0] == "| | Before | After |"
    assert all(line.replace("\\|", "").count("|") == 4 for line in table)
    assert "- `GET /a\\|b`" in lines
    assert "- note \\<b\\>" in lines


class _Page(HTMLParser):
    """Collects what the page is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


def test_page_is_self_contained_and_escaped(proof: Proof) -> None:
    html = render(Evidence(proof), "html")
    page = _Page()
    page.feed(html)
    assert page.tags.count("svg") == 2
    assert not {"script", "link", "img", "iframe"} & set(page.tags)
    assert not any(name in ("src", "href") or name.startswith("on") for name, _ in page.attributes)
    assert "&lt;script&gt;" in html and "max_connections 30" in html
    assert "prefers-color-scheme: dark" in html
    labels = [value for name, value in page.attributes if name == "aria-label"]
    assert all(label and "efore" in label for label in labels) and len(labels) == 2


def test_page_needs_figures() -> None:
    with pytest.raises(UsageError):
        render(Evidence(), "html")


@pytest.mark.parametrize("count", [0, 1])
def test_charts_of_a_side_without_answers(proof: Proof, count: int) -> None:
    silent = replace(side(100, 27, (5.0,) * count), timeline=())
    empty = replace(proof, before=silent, after=silent)
    assert render(Evidence(empty), "html")
    assert "NaN" not in str(latency_chart(empty)) and connections_chart(empty).shapes[0].line == ""
    assert empty.after.errors == 100 and not empty.holds


def test_chart_marks_the_limit_above_every_sample(proof: Proof) -> None:
    chart = connections_chart(proof)
    assert [rule.text for rule in chart.limits] == ["max_connections 30", "bound 15"]
    highest = min(float(y) for y in re.findall(r"V([\d.]+)", chart.shapes[0].line))
    assert chart.limits[0].at < highest


def test_histogram_is_a_share_of_all_requests_sent(proof: Proof) -> None:
    chart = latency_chart(proof)
    before = re.findall(r"V([\d.]+)", chart.shapes[0].line)
    assert len(set(before)) > 1
    assert "half of the answers came within 229 ms" in chart.description


def test_thinning_keeps_peaks() -> None:
    timeline = [(each / 10, 5 if each != 777 else 99) for each in range(2000)]
    kept = thinned(timeline, 100)
    assert len(kept) == 100
    assert max(value for _, value in kept) == 99


def test_medians_over_rounds_and_ranges() -> None:
    rounds = [
        Round(LoadResult(10, (float(ms),) * 5, {"timeout": errors}, 1.0), Observed(((0.0, peak),), None, None, 0))
        for ms, errors, peak in ((10, 0, 5), (30, 4, 9), (20, 2, 7))
    ]
    found = summarise("x", rounds)
    assert (found.errors, found.errors_by_kind, found.peak_connections, found.p50_ms) == (2, {"timeout": 2}, 7, 20.0)
    assert found.ranges["errors"] == (0, 4)
    assert found.worst("peak_connections") == 9
    assert (found.rejected, found.connections_opened) == (None, None)


@pytest.mark.parametrize(("rank", "value"), [(50, 2.0), (95, 4.0), (25, 1.0), (100, 4.0)])
def test_percentile_is_the_nearest_rank(rank: float, value: float) -> None:
    assert percentile([4.0, 1.0, 3.0, 2.0], rank) == value
    assert percentile([], rank) is None


def test_imports_and_tests_stand_beside_the_figures() -> None:
    imports = ImportCheck(("a.py", "b.py"), {"a.py": "ImportError: no"}, {"b.py": "SystemExit"})
    run = TestRun(1, ("t::x", "t::old"), ("t::y",), "")
    tests = TestComparison("pytest", run, run, ("t::x",), ("t::old",), ())
    evidence = Evidence(imports=imports, tests=tests)
    assert (evidence.holds, evidence.exit_code) == (False, 5)
    assert json.loads(render(evidence, "json"))["tests"]["new_failures"] == ["t::x"]
    for name in ("text", "markdown"):
        shown = render(evidence, name)
        assert "t::x" in shown and "ImportError: no" in shown and shown.index("a.py") < shown.index("t::x")


def test_display_shows_the_load_and_leaves_the_terminal_as_it_was(proof: Proof) -> None:
    console = Console(file=sys.stderr, force_terminal=True, width=100, record=True)
    with Display(console) as display:
        display.stage("starting [bold]x")
        display.load("before, round 1 of 1", 3, lambda: 7)
        display.tick()
        display.round("before", Round(LoadResult(3, (1.0,), {}, 1.0), Observed(((0.0, 7),), None, None, 0)))
        shown = console.render_lines(display._live.get_renderable())
    text = "".join(segment.text for line in shown for segment in line)
    assert "before, round 1 of 1" in text and "1/3" in text and "7 connections" in text


def test_importing_the_command_is_cheap() -> None:
    heavy = ("psycopg", "rich", "jinja2")
    script = f"import sys, consolidator.prove.arguments; print([each for each in {heavy} if each in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.strip() == "[]", done.stderr
