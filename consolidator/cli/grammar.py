"""Every command with its parameters."""

from __future__ import annotations

import typer

from consolidator.cli.fleet_grammar import FLEET_COMMANDS, FLEET_SUMMARY
from consolidator.cli.own import Command, Own

DECIDING = ("What to change", "Pool")
SHOWING = ("format", "output", "quiet", "color")
ANSWERING = ("Configuration", *SHOWING, "verbose")
GUARDING = ("target", "base", "client-class", "include-review", "template-dir")
GROUPS = {"fleet": FLEET_SUMMARY}

PATH = Own("path", str, typer.Argument(help="The repository, or a folder in it.", show_default=False), ".")
_EXPLAIN = (
    Own("code", str | None, typer.Argument(help="A finding code such as CE101.", show_default=False)),
    Own(
        "schema",
        bool,
        typer.Option("--schema", help="Print the JSON Schema of `-f json`, with CODE fleet its own."),
        False,
    ),
    Own("markdown", bool, typer.Option("--markdown", help="Print the table of all codes as Markdown."), False),
)

COMMANDS: tuple[Command, ...] = (
    Command("demo", "Run the main job on a copy of a bundled sample service.", (), ANSWERING),
    Command(
        "scan",
        "Show engines, databases, call sites and the connection budget; read-only.",
        (PATH,),
        (*DECIDING, "Connection budget", *ANSWERING),
    ),
    Command(
        "run",
        "Consolidate the engines and commit the result on a new branch.",
        (PATH,),
        (*DECIDING, "Delivery", "Connection budget", "Proof", *ANSWERING),
    ),
    Command(
        "check",
        "Fail when an engine is created outside the shared module.",
        (PATH,),
        (*GUARDING, "What counts", *ANSWERING),
    ),
    Command(
        "prove",
        "Measure before and after under the same load on a real PostgreSQL.",
        (PATH,),
        ("Commits", "Proof", "test-command", "max-connections", "workers", "template-dir", "Configuration", *SHOWING),
    ),
    Command(
        "explain", "Say what a finding means, why it matters and how to fix it by hand.", _EXPLAIN, ("format", "color")
    ),
    *FLEET_COMMANDS,
)
