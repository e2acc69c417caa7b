"""`consolidate fleet`: many services, one state file."""

from consolidator.cli.commands.fleet.run import retry, run
from consolidator.cli.commands.fleet.status import report, status

__all__ = ["report", "retry", "run", "status"]
