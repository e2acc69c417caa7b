"""The system's own Chromium: opens a file, notes each address that it asks for and whatever goes wrong."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass
class Seen:
    """An open page with what it asked for and what it complained about."""

    page: Page
    asked: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def accessibility(self) -> list[str]:
        """What axe finds, by rule, with the first element of each."""
        found: list[dict[str, Any]] = Axe().run(self.page).response["violations"]
        return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found]

    def fits(self) -> bool:
        """Whether nothing is wider than the window."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def program() -> str:
    """Where Chromium is; raises where there is none."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        raise RuntimeError("these tests need Chromium: install Debian's package `chromium`")
    return found


@contextmanager
def browser() -> Iterator[Browser]:
    """A browser without a window; its own sandbox cannot be had by root."""
    with sync_playwright() as driver:
        flags = ["--no-sandbox"] if os.geteuid() == 0 else []
        yield driver.chromium.launch(executable_path=program(), args=flags)


@contextmanager
def opened(browser: Browser, path: Path, width: int = 1280, scheme: str = "light") -> Iterator[Seen]:
    """The file in a window of that width and colour scheme."""
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)  # type: ignore[arg-type]
    seen = Seen(context.new_page())
    seen.page.on("request", lambda request: seen.asked.append(request.url))
    seen.page.on("console", lambda message: seen.wrong.append(message.text))
    seen.page.on("pageerror", lambda error: seen.wrong.append(str(error)))
    seen.page.goto(path.as_uri())
    yield seen
    context.close()
