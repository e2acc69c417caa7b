"""The index of two hundred services in Chromium."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from consolidator.fleet.reports import Standing
from consolidator.fleet.reports.page import as_pages
from consolidator.fleet.reports.standing import Load
from consolidator.fleet.state import Moment, Record
from consolidator.fleet.values import Failure, Outcome, Stage
from pages.browser import opened

SERVICES = 200
LONG = Failure("environment", f"Cannot read {'a-very-long-name/' * 12}object", "Run `git fsck`.")


def service(number: int) -> Record:
    name = f"service-{number:03}"
    if number % 40 == 7:
        return Record(name, outcome=Outcome.FAILED, exit_code=6, error=LONG, attempts=1, seconds=0.1)
    return Record(
        name, owner=f"team-{number % 7}", stage=Stage.PROPOSED, branch="feat/db-connection-pooling", commit="a" * 40,
        outcome=Outcome.PARTIAL if number % 40 == 9 else Outcome.CHANGED, engines_after=1, processes=8, attempts=1,
        pull_number=number, pull_state="open", checks="failing", pull_request=f"https://example.org/acme/{number}",
    )  # fmt: skip


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    records = tuple(map(service, range(SERVICES)))
    names = tuple(each.name for each in records)
    loads = (Load("orders-db", None, 12_000, 400, names), Load("warehouse", 9, 4, 5_000, names[:3]))
    history = tuple(Moment(f"2026-11-{day}T20:48:00+00:00", 300 - day, 200 - day, day, 200) for day in range(20, 29))
    told = {
        each.name: ("app/db.py:1: CE401 It does not parse.",) for each in records if each.outcome is Outcome.PARTIAL
    }
    path = tmp_path_factory.mktemp("fleet") / "fleet.html"
    path.write_text(as_pages(Standing(records, loads, history, told), {}, path.name)[path.name])
    return path


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_the_window_and_axe_finds_nothing(chromium: Browser, index: Path, width: int, scheme: str) -> None:
    with opened(chromium, index, width, scheme) as seen:
        assert seen.fits() and seen.accessibility() == []
        assert seen.wrong == [] and seen.asked == [index.as_uri()]
        assert not colliding(seen.page)


def colliding(page: Page) -> list[list[str]]:
    """Pairs of texts of the chart that run into one another."""
    found: list[list[str]] = page.evaluate(
        """() => {
          const boxes = [...document.querySelectorAll("svg text")].map((one) => [one, one.getBoundingClientRect()])
            .filter(([, box]) => box.width);
          return boxes.flatMap(([one, a], at) => boxes.slice(at + 1)
            .filter(([, b]) => a.left < b.right + 2 && b.left < a.right + 2 && a.top < b.bottom && b.top < a.bottom)
            .map(([other]) => [one.textContent, other.textContent]));
        }"""
    )
    return found


def test_the_bars_of_all_servers_begin_and_end_alike(chromium: Browser, index: Path) -> None:
    with opened(chromium, index) as seen:
        tracks = [each.bounding_box() for each in seen.page.locator(".track").all()]
        assert len({(each["x"], each["width"]) for each in tracks if each}) == 1


def test_search_and_states_leave_what_matches(chromium: Browser, index: Path) -> None:
    with opened(chromium, index, 390) as seen:
        rows = seen.page.locator("tbody tr:not(.why):visible")
        seen.page.fill("#search", "team-3 service-01")
        assert rows.all_text_contents()[0].startswith("service-010") and rows.count() == 2
        seen.page.fill("#search", "")
        seen.page.click("[data-state=partial]")
        assert rows.count() == 5 and seen.page.locator("tr.why:visible").count() == 5
        assert seen.page.locator("#found").inner_text() == "5 of 200"
