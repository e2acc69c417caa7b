"""A program without a framework: its entry module closes the pools when the process ends.

https://docs.python.org/3/library/atexit.html
"""

from __future__ import annotations

from consolidator.frameworks._ending import end_of_module
from consolidator.frameworks._serving import closing_hook
from consolidator.frameworks.wiring import Wiring
from consolidator.model import Edit, Facts, FrameworkUse

FRAMEWORK = "plain"


def find(facts: Facts) -> tuple[FrameworkUse, ...]:
    """A module with `if __name__ == "__main__"`."""
    guards = [row for row in facts.body if row.kind == "if" and "__main__" in facts.text(row.span).split("\n")[0]]
    if not facts.has_main_guard or not guards:
        return ()
    return (FrameworkUse(FRAMEWORK, facts.path, "worker", "", "", guards[-1].span),)


def wire(facts: Facts, use: FrameworkUse, wiring: Wiring) -> tuple[Edit, ...]:
    """The closing is registered ahead of the guard, so that it is there before the program starts."""
    return closing_hook(facts, use, wiring, "atexit", end_of_module(facts))
