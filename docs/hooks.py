"""The pages that are made from the repository: the changelog, and one for each code with the smallest case of it.

MkDocs calls `on_files` (https://www.mkdocs.org/user-guide/configuration/#hooks).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from consolidator.codes import CODES, Code
from consolidator.codes.table import markdown
from consolidator.model import Action

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "cases"

WRONG = {
    Action.CONSOLIDATED: "Where the site must keep an engine of its own, `# consolidate: ignore[{id}] -- why` on its "
    "line says so, and it stays.",
    Action.KEPT: "Where the site should share the engine all the same, import `get_engine` from the shared module "
    "there by hand: the next run and `check` then find nothing to tell.",
    Action.REVIEW: "Where it is as it should be, `# consolidate: ignore[{id}] -- why` on the line settles it; "
    "`--include-review` applies what was held back.",
    Action.UNREADABLE: "Where the file is meant to be as it is, nothing has to be done: it is left alone, and told.",
}
"""What to do where a finding does not fit, by what became of its site."""


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that no file holds."""
    from mkdocs.structure.files import File

    for path, text in pages():
        files.append(File.generated(config, path, content=text))
    return files


def pages() -> Iterator[tuple[str, str]]:
    """(path, Markdown) of each page."""
    yield "changelog.md", (ROOT / "CHANGELOG.md").read_text()
    linked = re.sub(r"^\| (CE\d{3}) \|", r"| [\1](\1.md) |", markdown(), flags=re.MULTILINE)
    yield "codes/index.md", f"# The codes\n\nEvery site ends with one of these codes and a reason.\n\n{linked}"
    for code in CODES.values():
        yield f"codes/{code.id}.md", page(code)


def page(code: Code) -> str:
    """What a code means, an example where a case shows it, what to do where it is wrong or has to be settled."""
    parts = [
        f"# {code.id}: {code.title}",
        f"*{code.action.value}, told as {'an' if code.level == 'error' else 'a'} {code.level}*",
        f"## Why it matters\n\n{code.why}",
        *example(code),
        f"## When it is wrong\n\n{WRONG[code.action].format(id=code.id)}",
        f"## How to settle it by hand\n\n{code.fix}",
    ]
    return "\n\n".join(parts) + "\n"


def example(code: Code) -> Iterator[str]:
    """Before and after, or what stays as it is and why, from the smallest case that tells the code."""
    found = [spot for path in CASES.glob("*/*/findings.txt") for spot in _spots(path, code)]
    if not found:
        return
    case, path = min(found, key=lambda spot: ((spot[0] / "before" / spot[1]).stat().st_size, spot))
    before, after = case / "before" / path, case / "after" / path
    reason = (case / "reason.txt").read_text().strip()
    if after.exists():
        lines = difflib.unified_diff(*(each.read_text().splitlines() for each in (before, after)), lineterm="", n=3)
        yield f"## Before and after\n\n{reason}\n\n{_fenced('diff', chr(10).join(list(lines)[2:]))}"
    else:
        yield f"## An example that stays\n\n{reason}\n\n{_fenced('python', before.read_text().strip())}"


def _spots(path: Path, code: Code) -> Iterator[tuple[Path, str]]:
    """(case, file) of each place of the code in a case's findings that an example can be made of."""
    for line in path.read_text().splitlines():
        place, found, *_ = line.split()
        file = place.rpartition(":")[0]
        if found == code.id and file.endswith(".py") and (path.parent / "before" / file).is_file():
            yield path.parent, file


def _fenced(language: str, text: str) -> str:
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", text)), default=0))
    return f"{fence}{language}\n{text}\n{fence}"
