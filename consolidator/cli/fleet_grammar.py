"""The commands of a fleet and their parameters."""

from __future__ import annotations

from typing import Any

from consolidator.cli.own import Command, Own
from consolidator.fleet.formats import FORMATS

FLEET_SUMMARY = "Do for many services what `run` does for one, and keep account of them."
DECIDING = ("What to change", "Pool")
COMMITTING = ("branch", "branch-exists", "closes", "test-command", "hooks", "sign")
ASKING = ("dry-run", "exit-code", "Connection budget")
SHOWING = ("quiet", "verbose", "color")


def _option(name: str, type: Any, help: str, default: Any = None, short: str = "", **more: Any) -> Own:
    long = "--" + name.replace("_", "-")
    flag = f"{long}/--no-{name.replace('_', '-')}" if type is bool else long
    return Own(name, type, help, default, (flag, short) if short else (flag,), group="Fleet", **more)


_MANIFEST = Own("manifest", str | None, "TOML file or list of sources; - for standard input.")
_STATE = _option("state", str | None, "State file (default: beside the manifest).", metavar="FILE")
WHICH = (
    _MANIFEST,
    _option("discover", str | None, "Take the repositories below this folder instead.", metavar="DIR"),
    _option("exclude", list[str] | None, "Leave out services of this name; repeatable.", metavar="GLOB"),
    _STATE,
)
CHOOSING = (
    _option("canary", int | None, "Do so many first; go on only when all of them are sound.", least=1, metavar="N"),
    _option("only", list[str] | None, "Only failed, partial, refused, or a name; repeatable.", metavar="WHICH"),
    _option("limit", int | None, "Do at most so many.", least=1, metavar="N"),
    _option("resume", bool, "Leave out what is done and whose base did not move (default: yes).", True),
)
WORKING = (
    _option("timeout", float, "Seconds for one service (default: 600).", 600.0, least=0.1, metavar="SECONDS"),
    _option("memory", int, "Megabytes for one service (default: 2048).", 2048, least=64, metavar="MB"),
    _option("scheduler", str | None, "Work on a Dask cluster instead of this machine.", metavar="ADDRESS"),
    _option("cache", str | None, "Folder for clones (default: in the user's cache).", metavar="DIR"),
)
PUSHING = (
    _option("push", bool, "Push the branches; what is not ours is never replaced.", False),
    _option("pr", bool, "Push, and make pull or merge requests with gh or glab.", False),
    _option("draft", bool, "Make them drafts (default: yes).", True),
    _option("label", list[str] | None, "Label of the requests; repeatable.", metavar="NAME"),
    _option("reviewer", list[str] | None, "Reviewer of the requests; repeatable.", metavar="NAME"),
    _option("max_open", int | None, "Let at most so many of them be open.", least=1, metavar="N"),
    _option("pause", float, "Seconds between changes on a forge (default: 1).", 1.0, least=0, metavar="SECONDS"),
)
_REFRESH = _option("refresh", bool, "Ask the forges what became of the requests and of their checks.", False)
GIVING = (
    _option("format", str, f"What to print on stdout: text, {', '.join(FORMATS)} (default: text).", "text", "-f"),
    _option("output", list[str] | None, "Also write FORMAT=FILE; repeatable.", None, "-o", metavar="FORMAT=FILE"),
)
_OPTIONS = (*DECIDING, *COMMITTING, *ASKING, *SHOWING, "config", "jobs")

FLEET_COMMANDS: tuple[Command, ...] = (
    Command(
        "fleet run",
        "Migrate every service that is due.",
        (*WHICH, *CHOOSING, *WORKING, *PUSHING, *GIVING),
        _OPTIONS,
        (
            ("fleet run fleet.toml --dry-run", "what would change in each service"),
            ("fleet run fleet.toml --canary 3 --pr", "three first, then draft pull requests for all"),
        ),
    ),
    Command(
        "fleet status", "Show how the fleet stands.", (_MANIFEST, _STATE, _REFRESH, *GIVING), (*SHOWING, "fail-over")
    ),
    Command("fleet retry", "Migrate what failed or was refused.", (*WHICH, *WORKING, *PUSHING, *GIVING), _OPTIONS),
    Command("fleet report", "Write reports of the fleet.", (_MANIFEST, _STATE, *GIVING), SHOWING),
)
