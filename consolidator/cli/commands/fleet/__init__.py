"""`consolidate fleet`: many services, one state file."""

from consolidator.cli.commands.fleet.run import run

__all__ = ["run"]
