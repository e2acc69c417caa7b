"""A report in; what was proven of its change, and what was not, out."""

from __future__ import annotations

from consolidator.frozen import dataclass
from consolidator.regex import lazy
from consolidator.report.outcome import Report
from consolidator.report.review.text import literal
from consolidator.report.words import counted

_STATIC = (
    "Every changed file parses, and no name in it is newly undefined, unused or defined twice",
    "No import is gone, each new one resolves, and no import cycle is new",
    "Nothing but what is listed here changed: no line in white space alone, no password in an address",
    "A second run on the result finds nothing left to do",
)
"""What `check` and `proposing` prove of each change before it is shown to anybody."""

_FOLDS = lazy(r"^</?details>(?:<summary>(?P<title>[^<]*)</summary>)?$")


@dataclass(frozen=True, slots=True)
class Verified:
    """One thing that was looked into; `done` False where nobody asked for it."""

    done: bool
    text: str


def verified(report: Report) -> tuple[Verified, ...]:
    """What was proven of the change, in the order in which it counts; nothing where there is none."""
    if not report.changes or not report.changes.changes:
        return ()
    trial = report.trial
    tests = f"The service's own tests, {literal(trial.command)}: {counted(trial)}" if trial else ""
    return (
        *(Verified(True, text) for text in _STATIC),
        Verified(bool(tests), tests or "The service's own tests were not run (--test-command)"),
        Verified(bool(report.proof), "Run before and after, see Measured" if report.proof else _NOT_RUN),
    )


_NOT_RUN = "The service was not run before and after (--prove)"


def measured(proof: str) -> str:
    """A proof's Markdown as HTML; markup in it is text, its folded lists become plain ones."""
    if not proof:
        return ""
    from markdown_it import MarkdownIt

    lines = [_unfolded(line) for line in proof.replace("<!-- -->", "").split("\n")]
    reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["image", "link", "autolink"])
    tokens = reader.parse("\n".join(lines))
    for token in tokens:
        token.attrs.pop("style", None)  # no style but the page's own is let through
    return str(reader.renderer.render(tokens, reader.options, {}))


def _unfolded(line: str) -> str:
    found = _FOLDS.match(line)
    return line if found is None else f"**{found['title']}**" if found["title"] else ""
