"""The commands by name: each takes a request and the environment, and gives an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from consolidator.cli.answer import Answer
from consolidator.cli.commands import fleet
from consolidator.cli.commands.check import check
from consolidator.cli.commands.demo import demo
from consolidator.cli.commands.explain import explain
from consolidator.cli.commands.prove import prove
from consolidator.cli.commands.run import run
from consolidator.cli.commands.scan import scan
from consolidator.cli.parser import Request

COMMANDS: Mapping[str, Callable[[Request, Mapping[str, str]], Answer]] = {
    "check": check,
    "demo": demo,
    "explain": explain,
    "fleet report": fleet.report,
    "fleet retry": fleet.retry,
    "fleet run": fleet.run,
    "fleet status": fleet.status,
    "prove": prove,
    "run": run,
    "scan": scan,
}
