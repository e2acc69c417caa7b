"""Files of the workbench to the commands that they run: Makefile targets, an editor's launch configurations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from consolidator.processes.files.procfile import Entry
from consolidator.processes.files.tables import from_json
from consolidator.regex import lazy

_TARGET = lazy(r"([\w./-]{1,80}(?:[ \t]+[\w./-]{1,80}){0,8})[ \t]*::?(?!=)")
_ELSE = lazy(r"test|lint|build|install|logs|migrat|create|drop|clean|format|check|docker|deploy|stop|down|release")
_RUNS = lazy(
    r"(?:^|[-_./])(?:run|serve|server|start|dev|up|worker|web|api|beat|bot|app|consumer|scheduler)(?:$|[-_./])"
)
_SET = lazy(r"([A-Za-z_]\w{0,60})[ \t]*[:?]?=[ \t]*([^\n]{0,300})")
_USED = lazy(r"\$[({](\w{1,60})[)}]")
_COMMENT = lazy(r"^[ \t]*//[^\n]*$|,(?=\s*[\]}])", re.MULTILINE)


def from_makefile(text: str) -> Iterator[Entry]:
    """The recipes of targets whose name says that they run something."""
    values: dict[str, str] = {}
    target = ""
    joined = text.replace("\\\r\n", " ").replace("\\\n", " ")
    for line, bare in enumerate(joined.splitlines(), 1):
        if bare.startswith("\t"):
            if target:
                command = _USED.sub(lambda m: values.get(m[1], m[0]), bare.strip().lstrip("@-+ "))
                yield Entry(target, command.replace("$$", "$"), line)
            continue
        assigned = _SET.match(bare)
        if assigned:
            values[assigned[1]] = assigned[2].strip()
            continue
        found = _TARGET.match(bare)
        if bare.strip():
            name = found[1].split()[0] if found else ""
            target = name if _RUNS.search(name) and not _ELSE.search(name) else ""


def from_launch_json(text: str) -> Iterator[Entry]:
    """The configurations that run Python (code.visualstudio.com/docs/python/debugging)."""
    rows = from_json(_COMMENT.sub("", text)).get("configurations")
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict) and row.get("type") in ("python", "debugpy") and row.get("request") == "launch":
            command = _configured(row)
            name = str(row.get("name", "launch"))
            line = text[: max(0, text.find(f'"{name}"'))].count("\n") + 1
            folder = str(row.get("cwd", "")).replace("${workspaceFolder}", ".").replace("${workspaceRoot}", ".")
            environment = row.get("env")
            pairs = environment.items() if isinstance(environment, dict) else ()
            if command:
                yield Entry(name, command, line, folder, None, tuple((str(k), str(v)) for k, v in pairs))


def _configured(row: dict[str, object]) -> str:
    given = row.get("args")
    words = [str(word) for word in given] if isinstance(given, list) else str(given or "").split()
    if isinstance(row.get("module"), str):
        start = f"python -m {row['module']}"
    elif isinstance(row.get("program"), str) and row["program"] != "${file}":
        start = "python " + re.sub(r"\$\{(?:workspaceFolder|workspaceRoot|fileDirname)\}/?", "", str(row["program"]))
    else:
        return ""
    return " ".join([start, *(word for word in words if "${" not in word)])
