"""Every command with its parameters."""

from __future__ import annotations

from consolidator.cli.fleet_grammar import FLEET_COMMANDS, FLEET_SUMMARY
from consolidator.cli.own import Command, Own

DECIDING = ("What to change", "Pool")
SHOWING = ("format", "output", "quiet", "color")
ANSWERING = ("Configuration", *SHOWING, "verbose")
GUARDING = ("target", "base", "client-class", "include-review", "template-dir")
GROUPS = {"fleet": FLEET_SUMMARY}

PATH = Own("path", str, "The repository, or a folder in it.", ".")
_EXPLAIN = (
    Own("code", str | None, "A finding code such as CE101."),
    Own(
        "schema",
        bool,
        "Print the JSON Schema of `-f json`; CODE fleet, prove or explain: theirs.",
        False,
        ("--schema",),
    ),
    Own("markdown", bool, "Print the table of all codes as Markdown.", False, ("--markdown",)),
)

COMMANDS: tuple[Command, ...] = (
    Command(
        "demo",
        "Run the main job on a copy of a bundled sample service.",
        (),
        ANSWERING,
        (("demo", "in a temporary repository that stays"), ("demo -o html=demo.html", "with the page for reviewers")),
    ),
    Command(
        "scan",
        "Show engines, databases, call sites and the connection budget; read-only.",
        (PATH,),
        (*DECIDING, "Connection budget", *ANSWERING, "cache", "jobs"),
        (
            ("scan", "what is there"),
            ("scan services/billing --workers 4", "one service of a repository, with four workers"),
            ("scan --fail-over 0.8", "fail when more than 80 % of the connections are claimed"),
        ),
    ),
    Command(
        "run",
        "Consolidate the engines and commit the result on a new branch.",
        (PATH,),
        (*DECIDING, "Delivery", "Connection budget", "Proof", *ANSWERING, "cache", "jobs"),
        (
            ("run --dry-run | git apply --check", "see whether the patch fits"),
            ("run --closes 12 --test-command 'pytest -q'", "commit unless a test fails that passed before"),
            ("run --interactive --decisions decided.json", "decide site by site, and keep what was decided"),
        ),
    ),
    Command(
        "check",
        "Fail when an engine is created outside the shared module.",
        (PATH,),
        (*GUARDING, "What counts", *ANSWERING, "cache", "jobs"),
        (
            ("check --baseline known.json --write-baseline", "accept what is there today"),
            ("check --baseline known.json", "fail on what is new"),
            ("check --diff-base origin/main -f github", "annotate what a branch adds"),
        ),
    ),
    Command(
        "prove",
        "Measure before and after under the same load on a real PostgreSQL.",
        (PATH,),
        ("Commits", "Proof", "test-command", "max-connections", "workers", "template-dir", "Configuration", *SHOWING),
        (
            ("prove --app app.main:app", "HEAD and the branch of run under the same load"),
            ("prove --before main --after fix --import-only", "only import what changed"),
        ),
    ),
    Command(
        "explain",
        "Say what a finding means, why it matters and how to fix it by hand.",
        _EXPLAIN,
        ("format", "color"),
        (("explain CE302", "one code"), ("explain --schema", "the schema of -f json")),
    ),
    *FLEET_COMMANDS,
)
