"""The review page in Chromium: what a reviewer does with mouse, keyboard and a narrow screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sample_values import HOSTILE_REPORT, PLAN, SECRET, finding

from consolidator import report as reports
from consolidator.frozen import replace
from consolidator.model import Action, Change, ChangeSet, Plan
from consolidator.patch import to_patch
from pages.browser import Seen, opened

FILES = 300
LINES = 60


def module(number: int, creation: str) -> bytes:
    body = "".join(f"def step_{at}(value):\n    return value + {at}  # a step\n\n\n" for at in range(LINES // 4))
    return f'"""Area {number}."""\n\n\ndef rows_{number}():\n    return {creation}\n\n\n{body}'.encode()


def large() -> reports.Report:
    paths = [f"src/area{at % 9}/mod{at:03}.py" for at in range(FILES)]
    changed = [
        Change(path, module(at, "create_engine(URL)"), module(at, "get_engine()"), reason="follows the engine")
        for at, path in enumerate(paths)
    ]
    changes = ChangeSet(tuple(sorted([*changed, Change("src/db.py", None, b"_engines = {}\n")], key=lambda c: c.path)))
    found = [finding("CE101", Action.CONSOLIDATED, path, 5) for path in paths[:-1]]
    found += [finding("CE302", Action.REVIEW, paths[-1], 5, message="nested checkout")]
    plan = Plan(PLAN.shared, PLAN.new_files, (), (), tuple(found), PLAN.databases, PLAN.budget, (), PLAN.processes)
    return reports.Report("run", reports.Outcome.PREVIEWED, None, plan, changes, to_patch(changes))


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "review.html"
    path.write_text(str(reports.render("html", large(), None)))
    return path


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "hostile.html"
    path.write_text(str(reports.render("html", HOSTILE_REPORT, None)))
    return path


@pytest.fixture
def seen(chromium: Browser, page: Path) -> Iterator[Seen]:
    with opened(chromium, page) as found:
        yield found
        assert found.wrong == [] and found.asked == [page.as_uri()]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    chromium: Browser, hostile: Path, width: int, scheme: str
) -> None:
    with opened(chromium, hostile, width, scheme) as found:
        assert found.accessibility() == [] and found.fits()
        found.page.click("#keys")
        assert found.accessibility() == []
        assert found.wrong == [] and found.asked == [hostile.as_uri()]
        assert SECRET not in found.page.content()


@pytest.mark.parametrize("width", [1280, 390])
def test_three_hundred_files_fit_the_window_in_both_views(chromium: Browser, page: Path, width: int) -> None:
    with opened(chromium, page, width) as found:
        assert found.page.locator(".file-box").count() == FILES + 1 and found.fits()
        found.page.click("#split")
        assert found.fits()


def test_search_and_filters_leave_what_matches(seen: Seen) -> None:
    page, shown = seen.page, seen.page.locator(".file-box:visible")
    page.keyboard.press("/")
    page.keyboard.type("rows_17()")
    assert page.inner_text("#count") == "1 of 301 files, 0 viewed, 0 of 302 places"
    assert shown.get_attribute("data-path") == "src/area8/mod017.py"
    assert page.locator(".tree .file:visible").count() == 1
    page.keyboard.press("Escape")
    page.select_option("#code", "CE302")
    assert shown.count() == 1 and page.inner_text("#count").endswith("1 of 302 places")
    page.select_option("#code", "")
    page.select_option("#level", "warning")
    assert shown.count() == FILES
    page.select_option("#level", "")
    page.select_option("#file", label="src/db.py")
    assert shown.count() == 1


def test_what_was_viewed_is_kept_by_the_browser(seen: Seen) -> None:
    page = seen.page
    first = page.locator(".file-box").first
    first.locator(".viewed input").check()
    assert not first.locator(".diff").is_visible()
    page.reload()
    seen.asked.pop()
    assert first.locator(".viewed input").is_checked() and not first.locator(".diff").is_visible()
    assert "1 viewed" in page.inner_text("#count")
    page.click("#unseen")
    assert page.locator(".file-box:visible").count() == FILES
    first.locator(".viewed input").evaluate("box => box.click()")


def test_the_keyboard_walks_from_hunk_to_hunk(seen: Seen) -> None:
    page = seen.page

    def here() -> str:
        return str(page.evaluate("document.activeElement.id"))

    walked = []
    for key in ("j", "j", "k", "j"):
        page.keyboard.press(key)
        walked.append(here())
    assert walked == ["f1h1", "f2h1", "f1h1", "f2h1"]
    page.keyboard.press("v")
    assert page.locator("#f2 .viewed input").is_checked()
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#help").is_visible()


def test_a_place_opens_its_hunk(seen: Seen) -> None:
    page = seen.page
    page.locator(".group summary").last.click()
    page.locator(".places a").last.click()
    assert page.evaluate("location.hash") == "#f300h1" and page.locator("#f300h1").is_visible()
    page.locator("#f300h1 .note a").first.click()
    assert page.locator(page.evaluate("location.hash")).is_visible()


def rows(page: Seen, of: str) -> list[list[str]]:
    script = "body => [...body.rows].map(row => [...row.cells].map(cell => cell.dataset.n ?? cell.textContent))"
    found = page.page.locator(of).evaluate(script)
    return [row for row in found if len(row) > 1]


def test_both_views_number_each_line_and_stand_side_by_side(seen: Seen) -> None:
    old, new = "    return create_engine(URL)", "    return get_engine()"
    assert [["5", "", old], ["", "5", new]] == rows(seen, "#f1h1")[3:5]
    seen.page.click("#split")
    assert ["5", old, "5", new] in rows(seen, "#f1h1")
    assert rows(seen, "#f1h1")[0] == ["2", "", "2", ""]
    seen.page.click("#split")
    assert len(rows(seen, "#f1h1")) == 8


def test_generated_files_and_unchanged_lines_are_folded(seen: Seen) -> None:
    page = seen.page
    generated = page.locator("[data-path='src/db.py']")
    assert not generated.locator(".diff").is_visible() and "generated" in str(generated.text_content())
    first = page.locator("#f1")
    before = first.locator("tr").count()
    first.get_by_text("unchanged lines").click()
    assert first.locator("tr").count() > before + LINES / 2
    assert first.locator("tr").last.locator("td").nth(1).get_attribute("data-n") == str(LINES + 7)
    assert first.locator("tr i.k").last.inner_text() == "return"


def test_words_that_differ_are_marked_and_their_lines_stand_side_by_side(chromium: Browser, tmp_path: Path) -> None:
    before = b"import os\n\nfirst = call(1)\nurl = make(os.environ['A'])\nlast = 3\n"
    after = b"import os\n\nnew = 7\nother = 8\nurl = made(os.environ['A'])\nlast = 3\n"
    changes = ChangeSet((Change("a.py", before, after),))
    path = tmp_path / "words.html"
    path.write_text(str(reports.render("html", replace(large(), changes=changes, patch=to_patch(changes)), None)))
    with opened(chromium, path) as seen:
        assert seen.page.locator(".removed .w").all_inner_texts() == ["make"]
        assert seen.page.locator(".added .w").all_inner_texts() == ["made"]
        seen.page.click("#split")
        rows = [[cell.inner_text() for cell in row.locator(".in").all()] for row in seen.page.locator(".diff tr").all()]
        assert ["url = make(os.environ['A'])", "url = made(os.environ['A'])"] in rows
        assert ["first = call(1)", "new = 7"] in rows and ["", "other = 8"] in rows
        assert seen.accessibility() == [] and seen.wrong == []
