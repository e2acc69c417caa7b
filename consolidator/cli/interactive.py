"""Sites and a way to ask in; what the user decided of each out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from consolidator.codes import CODES
from consolidator.errors import UsageError
from consolidator.frozen import dataclass, field
from consolidator.masking import mask, printable
from consolidator.model import Finding
from consolidator.report.words import place, sentences

HELP = """\
y  share this engine               b  back to the one before
n  leave it as it is (also Enter)  e  explain why it matters, and how to settle it by hand
a  share it and all that follow    v  view the whole change of its file
q  stop here; what was accepted may still be committed
"""
_KEYS = ("y", "n", "a", "q", "b", "e", "v")
Ask = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Screen:
    """What can be shown of a site, as text for the terminal: its hunk, the change of its file, its code explained."""

    hunk: Callable[[Finding], str]
    file: Callable[[Finding], str]
    explain: Callable[[str], str]


@dataclass(slots=True)
class Answers:
    """What was said so far; `stopped` where not all were answered."""

    given: dict[Finding, bool] = field(default_factory=dict)
    stopped: bool = False

    @property
    def accepted(self) -> int:
        """How many are to be shared."""
        return sum(self.given.values())


def require_terminal(stdin_is_tty: bool, stderr_is_tty: bool) -> None:
    """Raise UsageError where nobody could answer."""
    if not (stdin_is_tty and stderr_is_tty):
        raise UsageError(
            "--interactive needs a terminal", "leave it out, replay --decisions FILE, or use `# consolidate: ignore`"
        )


def ask_terminal(prompt: str) -> str:
    """One answer from the terminal; the end of input is `q`."""
    sys.stderr.write(prompt)
    sys.stderr.flush()
    line = sys.stdin.readline()
    return line.strip().lower() if line else "q"


def ask_each(sites: Sequence[Finding], screen: Screen, ask: Ask, answers: Answers) -> None:
    """Ask for each site and note what is said in `answers`, so that an interruption loses none of it."""
    at = 0
    while at < len(sites):
        site = sites[at]
        answer = _answer(ask, site, screen, f"{_shown(site, at + 1, len(sites))}\n{screen.hunk(site)}", at > 0)
        if answer == "b":
            at -= 1
            answers.given.pop(sites[at], None)
        elif answer == "a":
            answers.given |= dict.fromkeys(sites[at:], True)
            return
        elif answer == "q":
            answers.stopped = True
            return
        else:
            answers.given[site] = answer == "y"
            at += 1


def confirm(ask: Ask, question: str) -> bool:
    """Whether the answer is yes; no answer is no."""
    return ask(f"\n{question} [y/N] ") in ("y", "yes")


def _answer(ask: Ask, site: Finding, screen: Screen, head: str, has_earlier: bool) -> str:
    """One of y, n, a, q, b; what is only to be shown is shown, and asked again."""
    why = printable(mask(sentences(f"if you accept, {site.reason}")))
    question = f"Share this engine? [{','.join(_KEYS)},?] "
    prompt = f"\n{head}{why}\n{question}"
    while True:
        answer = ask(prompt) or "n"
        if answer == "e":
            prompt = f"\n{screen.explain(site.code)}\n{question}"
        elif answer == "v":
            prompt = f"\n{screen.file(site)}{question}"
        elif answer == "b" and not has_earlier:
            prompt = f"This is the first one.\n{question}"
        elif answer in _KEYS:
            return answer
        else:
            prompt = f"{HELP}{question}"


def _shown(site: Finding, number: int, total: int) -> str:
    return printable(mask(f"({number} of {total}) {place(site)} {site.symbol}: {site.code} {CODES[site.code].pending}"))
