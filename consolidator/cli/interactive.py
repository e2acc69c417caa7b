"""A proposal and a way to ask in; the sites that the user declined out."""

from __future__ import annotations

import sys
from collections.abc import Callable

from consolidator.declining import Place
from consolidator.errors import UsageError
from consolidator.masking import mask, printable
from consolidator.model import Change, Site
from consolidator.pipeline import Proposal
from consolidator.report.words import place, shared_sites

HELP = "y: share it   n: leave it   a: share it and all that follow   q: leave it and all that follow"
Ask = Callable[[str], str]
Show = Callable[[Change], str]


def require_terminal(stdin_is_tty: bool, stderr_is_tty: bool) -> None:
    """Raise UsageError where nobody could answer."""
    if not (stdin_is_tty and stderr_is_tty):
        raise UsageError("--interactive needs a terminal", "leave it out, or mark sites with `# consolidate: ignore`")


def ask_terminal(prompt: str) -> str:
    """One answer from the terminal; the end of input is `q`."""
    sys.stderr.write(prompt)
    sys.stderr.flush()
    line = sys.stdin.readline()
    return line.strip().lower() if line else "q"


def declined(proposal: Proposal, show: Show, ask: Ask) -> frozenset[Place]:
    """Ask for each site that would be shared. No answer is no; `q` keeps what was accepted before.

    `show` gives the diff of one change as text; a file's diff stands before its first site.
    """
    sites = [site for each in proposal.plan.databases for site in shared_sites(each)]
    changes = {change.path: change for change in proposal.changes.changes}
    refused: set[Place] = set()
    for at, site in enumerate(sites):
        change = changes.pop(site.path, None)
        diff = f"\n{show(change)}\n" if change else ""
        answer = _answer(ask, f"{diff}{_question(site, at + 1, len(sites))}")
        if answer == "a":
            break
        if answer == "q":
            refused.update((rest.path, rest.line) for rest in sites[at:])
            break
        if answer == "n":
            refused.add((site.path, site.line))
    return frozenset(refused)


def _answer(ask: Ask, prompt: str) -> str:
    """One of y, n, a, q; anything else is explained and asked again."""
    answer = ask(prompt) or "n"
    while answer not in ("y", "n", "a", "q"):
        answer = ask(f"{HELP}\n[y/n/a/q] ") or "n"
    return answer


def _question(site: Site, number: int, total: int) -> str:
    what = printable(mask(f"{place(site)} {site.symbol}: {site.creator}({site.source})"))
    return f"{what}\nShare this engine? ({number} of {total}) [y/n/a/q] "
