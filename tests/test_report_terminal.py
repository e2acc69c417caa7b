"""What a person reads in a terminal."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sample_values import CHANGES, DATABASE, HOSTILE_FINDING, PATCH, PLAN, SECRET, finding, report, with_findings

from consolidator import report as reports
from consolidator.errors import Refused
from consolidator.guard import judge
from consolidator.model import Action, Database, Plan
from consolidator.report.console import Grid, Line, paint
from consolidator.report.outcome import Outcome, left_for_a_person, offending
from consolidator.report.words import count, engines, headline, sentences


def test_markup_of_data_is_shown_and_not_read() -> None:
    text = paint([Line("dict[str, int] [/x] [red]a[/red] :smile:"), Grid([("list[str]", "[bold]")])], 80, True)
    assert "dict[str, int] [/x] [red]a[/red] :smile:" in text
    assert "list[str]" in text and "[bold]" in text


def test_nothing_is_cropped_where_there_is_no_terminal() -> None:
    long = "src/" + "very_long_name/" * 40 + "file.py"
    assert long in paint([Grid([(long, "x" * 300)]), Line(long)], None, False)


def test_no_color_means_no_escape_sequences_at_all() -> None:
    assert "\x1b" not in reports.overview(report("scan"), 0, None, False)
    assert "\x1b[" in reports.overview(report("scan"), 0, None, True)


def test_overview_says_databases_sites_reasons_and_budget() -> None:
    text = reports.overview(report("scan"), 0, None, False)
    assert "2 sites create engines for 1 database; `consolidate run` shares all of them." in text
    assert "get_settings().DATABASE_URL" in text and "2 -> 1" in text and "30 -> 15" in text
    assert "alembic/env.py:3" in text and "CE201" in text
    assert "120 -> 60 of 100 connections for 4 processes, 15 each" in text
    assert "4 workers from Procfile:1" in text
    assert "api      web   Procfile:1  4 workers x 2 replicas  2 -> 1" in text
    assert "1 program ends by itself: seed" in text


def test_engines_made_on_each_call_are_called_unbounded() -> None:
    plan = replace(PLAN, databases=(replace(DATABASE, engines_before=None, pool_before=None),), processes=())
    assert "unbounded -> 15" in reports.overview(report("scan", plan=plan), 0, None, False)
    assert engines(plan) == "an engine for each call becomes 1 engine for each process"


def test_where_engines_cannot_be_counted_the_sites_are() -> None:
    uncounted = replace(DATABASE, engines_before=None, engines_after=None)
    plan = replace(PLAN, databases=(uncounted,), processes=())
    assert engines(plan) == "2 sites share one engine"
    assert engines(replace(plan, databases=(uncounted, uncounted))) == "4 sites share one engine for each database"


POOLS = replace(
    DATABASE,
    kind="pool",
    sites=tuple(replace(each, path=f"src/pool_{at}.py") for at, each in enumerate(DATABASE.sites)),
)
CLAIM = PLAN.processes[0].claims[0]


def of_pools(*databases: Database) -> Plan:
    """The plan of a process that claims what reaches these databases."""
    claims = tuple(replace(CLAIM, database=each.name, kind=each.kind) for each in databases)
    return replace(PLAN, databases=databases, processes=(replace(PLAN.processes[0], claims=claims),))


def test_pools_are_called_pools() -> None:
    plan = of_pools(POOLS)
    assert engines(plan) == "2 pools for each process become 1"
    assert headline(plan) == "Share one pool for the database"
    text = reports.overview(report("scan", plan=plan), 0, None, False)
    assert "2 sites create pools for 1 database" in text and "Pools of one" in text and "Engines" not in text
    unbounded = replace(plan, databases=(replace(POOLS, engines_before=None),), processes=())
    assert engines(unbounded) == "a pool for each call becomes 1 pool for each process"


def test_engines_beside_pools_are_called_both() -> None:
    plan = of_pools(DATABASE, replace(POOLS, name="other"))
    assert engines(plan) == "4 engines and pools for each process become 2"
    assert headline(plan) == "Share one engine or pool for each of 2 databases"
    text = reports.overview(report("scan", plan=plan), 0, None, False)
    assert "4 sites create engines and pools for 2 databases" in text and "Engines and pools of one" in text
    assert headline(PLAN) == "Share one pooled engine for the database"


def test_engines_are_those_of_one_process() -> None:
    """Two services of one repository make one engine each afterwards, not two."""
    (row, *_), other = PLAN.processes, replace(DATABASE, name="other")
    of = [replace(claim, database=name) for claim in row.claims[:1] for name in (DATABASE.name, "other")]
    apart = [replace(row, claims=(claim,)) for claim in of]
    assert (
        engines(replace(PLAN, databases=(DATABASE, other), processes=tuple(apart)))
        == "2 engines for each process become 1"
    )
    both = (replace(row, claims=tuple(of)),)
    assert engines(replace(PLAN, databases=(DATABASE, other), processes=both)) == "4 engines for each process become 2"


def test_control_characters_are_shown_and_passwords_hidden() -> None:
    text = reports.overview(report("scan", plan=with_findings(HOSTILE_FINDING)), 0, None, False)
    assert "\x1b" not in text and "\u202e" not in text and SECRET not in text
    assert "\\x1b[31m[red]" in text and "postgresql://me:***@db/x" in text


def test_left_for_a_person_comes_with_its_cure() -> None:
    plan = with_findings(finding("CE302", Action.REVIEW, message="nested checkout", cure="Pass it on."))
    text = reports.overview(report("scan", plan=plan), 0, None, False)
    assert "Left for a person (1)" in text and "Pass it on." in text


def test_a_note_is_not_left_for_a_person() -> None:
    unused = replace(finding("CE311", Action.REVIEW), level="note")
    assert left_for_a_person(with_findings(unused)) == ()


def test_check_lists_creations_only() -> None:
    nested, different = finding("CE302", Action.REVIEW), finding("CE301", Action.REVIEW)
    codes = [each.code for each in offending(with_findings(nested, different))]
    assert codes == ["CE102", "CE101", "CE301"]


def test_check_prints_one_line_for_each_in_the_form_of_a_compiler() -> None:
    lines = reports.offences(report("check", guard=judge(PLAN)), False).splitlines()
    told = "`_make` makes an engine of its own. With `consolidate run` it shares the engine of src/db.py."
    assert lines[0] == f"src/a.py:7:5: CE102 {told}"
    assert len(lines) == 2


def test_a_patch_keeps_its_brackets_and_gets_its_colors() -> None:
    colored = reports.colored(PATCH)
    assert "\x1b[32m+def f(x: dict[str, int]) -> None: ...  # [/x] [red]\x1b[m" in colored
    assert "\x1b[31m-engine = create_engine(url)\x1b[m" in colored


def test_a_patch_in_a_terminal_shows_control_characters() -> None:
    assert "\x1b]0;" not in reports.colored(b"diff --git a/x b/x\n@@ -1 +1 @@\n+\tx = '\x1b]0;title\x07'\n")


def test_an_error_is_one_line_with_its_cure_and_no_password() -> None:
    line = reports.error_line(Refused(f"cannot open postgresql://u:{SECRET}@h/d\nbecause\x1b", "start it"))
    assert line == "error: cannot open postgresql://u:***@h/d\\nbecause\\x1b. Start it\n"


def test_summary_of_a_run_names_branch_commit_and_what_is_next() -> None:
    done = report(outcome=Outcome.COMMITTED, branch="feat/x", commit="0123456789abcdef")
    text = reports.summary(done, 0, False)
    assert "1 file changed, 1 created: 2 engines for each process become 1." in text
    assert "Committed as 0123456789 on feat/x; your work tree is as it was." in text
    assert "Next: git diff main...feat/x" in text


def test_summary_of_a_dry_run_says_that_nothing_was_written() -> None:
    text = reports.summary(report(), 0, False)
    assert "Nothing was written." in text and "Next: consolidate run" in text


def test_summary_where_nothing_changes() -> None:
    empty = replace(PLAN, new_files=(), file_edits=(), findings=())
    text = reports.summary(
        report(plan=empty, changes=replace(CHANGES, changes=()), outcome=Outcome.NOTHING_TO_DO), 0, False
    )
    assert text == "Nothing to consolidate.\n"


def test_fragments_become_sentences_and_names_stay() -> None:
    assert sentences("it is a script", "", "src/db.py is there.", "make_url fails") == (
        "It is a script. src/db.py is there. make_url fails."
    )


def test_plurals() -> None:
    assert [count(n, "class") for n in (0, 1, 2)] == ["0 classes", "1 class", "2 classes"]
    assert count(2, "database") == "2 databases"


def test_story_lists_each_file_with_its_lines() -> None:
    text = reports.story(report(branch="feat/x"), "/somewhere/ticketing", "bin/consolidate", None, False)
    assert "src/a.py   +1  -1" in text and "src/db.py  +1  -0  new" in text
    assert "cd /somewhere/ticketing" in text and "git diff main...feat/x" in text
    assert "  bin/consolidate run --dry-run" in text and "git switch feat/x && bin/consolidate check" in text


@pytest.mark.parametrize("width", [20, 40, 60, 80, 120, 200])
def test_no_place_is_ever_broken_over_lines(width: int) -> None:
    path = "services/billing/app/repositories/customers_and_orders.py"
    long = finding("CE302", Action.REVIEW, path, 1234, symbol="CustomerRepository.fetch_all", reason="It is so. " * 20)
    text = reports.overview(report("scan", plan=with_findings(long)), 0, width, False)
    assert f"{path}:1234" in text


def test_the_first_sentence_counts_what_the_list_below_has() -> None:
    client = finding("CE110", Action.CONSOLIDATED, "src/c.py")
    text = reports.overview(report("scan", plan=with_findings(client)), 0, None, False)
    said = "2 sites create engines for 1 database and 1 site makes clients that hold connections"
    assert f"{said}; `consolidate run` shares all of them." in text and "To consolidate (3)" in text


@pytest.mark.parametrize(
    ("messages", "said"),
    [
        (["engine replaced by the shared engine"], "1 engine created"),
        (["driver pool shared"], "1 pool created"),
        (["driver pool shared", "driver pool needs a reviewer's eye"], "2 pools created"),
        (["driver pool shared", "engine replaced by the shared engine"], "2 engines and pools created"),
    ],
)
def test_a_check_calls_pools_pools(messages: list[str], said: str) -> None:
    found = [finding("CE110", Action.CONSOLIDATED, f"src/{at}.py", message=each) for at, each in enumerate(messages)]
    plan = replace(PLAN, findings=tuple(found))
    text = reports.summary(report("check", plan=plan, guard=judge(plan)), 0, False)
    assert f"{said} outside the shared module" in text
